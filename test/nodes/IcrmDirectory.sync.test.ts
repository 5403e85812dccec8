import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { StoreConfig } from '../../engine/store';
import { onBothDatabases } from '../support/harness';
import { runNode } from '../support/n8n-engine';

const credentialsFor = (config: StoreConfig) =>
	config.kind === 'sqlite'
		? { database: 'embedded', file: config.file }
		: { ...config, database: 'postgres', databaseName: config.database };

const person = (id: string, more: IDataObject = {}): IDataObject => ({
	id,
	name: id,
	email: `${id}@corp.example`,
	department: 'IT',
	...more,
});

onBothDatabases('ICRM Directory, syncing lists', (open) => {
	async function node() {
		const { config } = await open();
		return async (
			parameters: INodeParameters,
			items: readonly IDataObject[],
			onError?: 'continueErrorOutput',
		) => {
			const ran = await runNode({
				type: 'icrmDirectory',
				credentials: credentialsFor(config),
				parameters,
				items,
				timezone: 'Europe/Berlin',
				...(onError ? { onError } : {}),
			});
			return { ...ran, jsons: (ran.outputs[0] ?? []).map(({ json }) => json) };
		};
	}
	const members = (options: INodeParameters = {}): INodeParameters => ({
		resource: 'member',
		operation: 'sync',
		source: 'ldap',
		options,
	});

	it('puts out who changed, then who left, and nothing when nothing did', async () => {
		const run = await node();
		const first = await run(members(), [person('ann', { manager: 'bob' }), person('bob')]);
		expect(first.jsons).toEqual([
			{
				id: 'ann',
				name: 'ann',
				email: 'ann@corp.example',
				departmentId: 'it',
				managerId: 'bob',
				active: true,
				change: 'created',
			},
			{
				id: 'bob',
				name: 'bob',
				email: 'bob@corp.example',
				departmentId: 'it',
				managerId: null,
				active: true,
				change: 'created',
			},
		]);
		expect(first.outputs[0]?.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
		expect((await run(members(), [person('ann', { manager: 'bob' }), person('bob')])).jsons).toEqual([]);
		const left = await run(members({ unchangedToo: true }), [person('bob')]);
		expect(left.jsons.map(({ id, change }) => [id, change])).toEqual([
			['bob', 'unchanged'],
			['ann', 'deactivated'],
		]);
	});

	it('sends faulty rows to the error output, and the rest goes in', async () => {
		const run = await node();
		const { jsons, outputs } = await run(
			members(),
			[person('ann'), person('bob', { department: '' }), person('cid', { active: 'perhaps' })],
			'continueErrorOutput',
		);
		expect(jsons.map(({ id }) => id)).toEqual(['ann']);
		expect(outputs[1]?.map(({ json }) => [json.id, json.error])).toEqual([
			['bob', "'bob' has no department"],
			['cid', expect.stringContaining('is neither true nor false')],
		]);
	});

	it('says of a list that is cut off that it is, for the whole run', async () => {
		const run = await node();
		const crowd = Array.from({ length: 30 }, (_, n) => person(`p${n}`));
		await run(members(), crowd);
		const { error } = await run(members(), crowd.slice(0, 10));
		expect(error?.message).toContain("20 of the 30 people of 'ldap' are not on the list any more");
		expect((await run(members(), [{}])).error?.message).toContain('30 of the 30');
	});

	it('syncs absences, an empty feed too, and lists who is away', async () => {
		const run = await node();
		await run(members(), [person('ann'), person('bob')]);
		const absences: INodeParameters = { resource: 'absence', operation: 'sync', source: 'calendar' };
		const row = {
			ref: 'e1',
			member: 'Ann@corp.example',
			from: '2999-07-01',
			until: '2999-07-03',
			delegate: 'bob',
		};
		const [away] = (await run(absences, [row])).jsons;
		expect(away).toEqual({
			id: 'calendar:e1',
			memberId: 'ann',
			from: '2999-06-30T22:00:00.000Z',
			until: '2999-07-03T22:00:00.000Z',
			delegateId: 'bob',
			source: 'calendar',
			change: 'created',
		});
		const listed = await run({ resource: 'absence', operation: 'getAll' }, [{}]);
		expect(listed.jsons).toMatchObject([{ memberId: 'ann' }]);
		expect((await run(absences, [row])).jsons).toMatchObject([{ change: 'unchanged' }]);
		const faulty = await run(absences, [{ ...row, ref: 'e2', member: 'zoe' }], 'continueErrorOutput');
		expect(faulty.outputs[1]?.[0]?.json.error).toContain("There is no member 'zoe'");
		expect((await run(absences, [{}])).jsons).toMatchObject([{ id: 'calendar:e1', change: 'removed' }]);
	});
});
