import { sql } from 'kysely';
import { getMember, listMembers, saveMembers } from '../../../engine/directory';
import { lockDirectory } from '../../../engine/directory/lock';
import { findManagers } from '../../../engine/directory/member-repository';
import { members } from '../../../engine/directory/save-members';
import type { Engine } from '../../../engine/engine';
import { onBothDatabases, type Harness } from '../../support/harness';
import { WHOLE_COMPANY } from '../../support/thorough';
import { changes, faultOf, person, smallCompany } from './support';

const stored = async (engine: Engine) => {
	const all = await listMembers(engine, { limit: 100 });
	return Object.fromEntries(all.map(({ id, managerId, email }) => [id, { managerId, email }]));
};
const rowsOf = (engine: Engine) =>
	engine.store.read((db) => db.selectFrom('member').selectAll().orderBy('id').execute());

onBothDatabases('saving members', (open) => {
	it('creates, leaves alone and updates', async () => {
		const { engine } = await open();
		await smallCompany(engine);
		const cid = person('cid', { managerId: 'bob', locale: 'zh-CN' });
		expect(await saveMembers(engine, [cid])).toEqual([
			{ ok: true, value: { ...cid, active: true, change: 'created' } },
		]);
		expect(changes(await saveMembers(engine, [cid, { ...cid, name: 'Cidney' }]))).toEqual([
			'unchanged',
			'updated',
		]);
		expect(await getMember(engine, 'cid')).toEqual({ ...cid, name: 'Cidney', active: true });
	});

	it('keeps what is not given, and takes a manager away where blank is given', async () => {
		const { engine } = await open();
		await smallCompany(engine);
		expect(changes(await saveMembers(engine, [{ id: 'bob', locale: 'de' }]))).toEqual(['updated']);
		expect(await getMember(engine, 'bob')).toEqual({
			...person('bob', { managerId: 'ann', locale: 'de' }),
			active: true,
		});
		await saveMembers(engine, [{ id: 'bob', managerId: null }]);
		expect((await getMember(engine, 'bob')).managerId).toBeUndefined();
	});

	it('demands the fields of somebody new, and saves the rest of the batch', async () => {
		const { engine } = await open();
		await smallCompany(engine);
		const outcomes = await saveMembers(engine, [
			{ id: 'cid', email: 'cid@acme.example', departmentId: 'it' },
			person('dan'),
		]);
		expect(faultOf(outcomes[0])).toEqual({
			code: 'invalid',
			field: 'name',
			value: undefined,
			message: "The new member 'cid' has no name",
			hint: 'Give its name. Only a member that is already there may leave fields out; check the id if you meant one.',
		});
		expect(changes(outcomes)[1]).toBe('created');
		expect(Object.keys(await stored(engine)).sort()).toEqual(['ann', 'bob', 'dan']);
	});

	it('refuses an unknown department and says which there are', async () => {
		const { engine } = await open();
		await smallCompany(engine);
		const outcomes = await saveMembers(engine, [
			person('cid', { departmentId: 'IT' }),
			person('dan', { departmentId: 'warehouse' }),
		]);
		expect(faultOf(outcomes[0])).toEqual({
			code: 'notFound',
			field: 'departmentId',
			value: 'IT',
			message: "There is no department 'IT'",
			hint: "Did you mean 'it'? Choose one from the list (it, hr), or add it first with ICRM Directory, 'Department: Create or Update'.",
		});
		expect(faultOf(outcomes[1])).toMatchObject({
			value: 'warehouse',
			hint: "Choose one from the list (hr, it), or add it first with ICRM Directory, 'Department: Create or Update'.",
		});
	});

	it('takes a manager from the same batch, in any order', async () => {
		const { engine } = await open();
		await smallCompany(engine);
		const batch = [person('eve', { managerId: 'dan' }), person('dan', { managerId: 'cid' }), person('cid')];
		expect(changes(await saveMembers(engine, batch))).toEqual(['created', 'created', 'created']);
	});

	it('refuses an unknown manager and names the nearest', async () => {
		const { engine } = await open();
		await smallCompany(engine);
		const [outcome] = await saveMembers(engine, [person('cid', { managerId: 'anne' }), person('dan')]);
		expect(faultOf(outcome)).toEqual({
			code: 'notFound',
			field: 'managerId',
			value: 'anne',
			message: "There is no member 'anne'",
			hint: "Did you mean 'ann'? Choose one from the list (ann, dan, bob, cid), or add it first with ICRM Directory, 'Member: Create or Update'.",
		});
	});

	it('fails those who name a manager that fails, saying so', async () => {
		const { engine } = await open();
		await smallCompany(engine);
		const outcomes = await saveMembers(engine, [
			person('eve', { managerId: 'dan' }),
			person('dan', { managerId: 'cid' }),
			person('cid', { email: 'nonsense' }),
			person('fay', { managerId: 'gus' }),
			person('gus', { departmentId: 'moon' }),
		]);
		expect(faultOf(outcomes[1])).toEqual({
			code: 'notFound',
			field: 'managerId',
			value: 'cid',
			message:
				"The manager 'cid' of the same batch could not be saved: The member's email (\"nonsense\") is not an e-mail address",
			hint: "Fix 'cid' first; this member then goes in with it.",
		});
		expect(faultOf(outcomes[0]).message).toContain("The manager 'dan' of the same batch could not be saved");
		expect(faultOf(outcomes[3]).message).toContain("could not be saved: There is no department 'moon'");
		expect(Object.keys(await stored(engine)).sort()).toEqual(['ann', 'bob']);
	});

	it('does not fail them where the manager is there already', async () => {
		const { engine } = await open();
		await smallCompany(engine);
		const batch = [person('cid', { managerId: 'bob' }), { id: 'bob', departmentId: 'moon' }];
		expect(changes(await saveMembers(engine, batch))).toEqual([
			'created',
			expect.stringContaining("There is no department 'moon'"),
		]);
	});

	it('sees the first of two with the same id when it comes to the second', async () => {
		const { engine } = await open();
		await smallCompany(engine);
		const outcomes = await saveMembers(engine, [
			person('cid'),
			{ id: 'cid', name: 'Cidney' },
			{ id: 'cid', name: 'Cidney' },
		]);
		expect(changes(outcomes)).toEqual(['created', 'updated', 'unchanged']);
	});
});

onBothDatabases('circles of managers', (open) => {
	it('are refused where nobody could be told at the top', async () => {
		const { engine } = await open();
		await smallCompany(engine);
		const [outcome] = await saveMembers(engine, [{ id: 'ann', managerId: 'bob' }]);
		expect(faultOf(outcome)).toEqual({
			code: 'invalid',
			field: 'managerId',
			value: 'bob',
			message: 'The managers form a circle: ann → bob → ann',
			hint: 'Correct one of these managers, or leave it empty for whoever stands at the top.',
		});
		expect((await stored(engine)).ann?.managerId).toBeUndefined();
	});

	it('are found through several levels of what is stored', async () => {
		const { engine } = await open();
		await smallCompany(engine);
		await saveMembers(engine, [person('cid', { managerId: 'bob' }), person('dan', { managerId: 'cid' })]);
		const [outcome] = await saveMembers(engine, [{ id: 'ann', managerId: 'dan' }]);
		expect(faultOf(outcome).message).toBe('The managers form a circle: ann → dan → cid → bob → ann');
	});

	it('are refused for everybody in the batch who closes one, and for nobody else', async () => {
		const { engine } = await open();
		await smallCompany(engine);
		const outcomes = await saveMembers(engine, [
			person('cid', { managerId: 'dan' }),
			person('dan', { managerId: 'cid' }),
			person('eve', { managerId: 'ann' }),
		]);
		expect(changes(outcomes)).toEqual([
			'The managers form a circle: cid → dan → cid',
			'The managers form a circle: dan → cid → dan',
			'created',
		]);
	});

	it('are looked for again after somebody failed and keeps the old manager', async () => {
		const { engine } = await open();
		await smallCompany(engine);
		// bob would make room for ann → bob, but fails: so bob → ann stands, and ann must fail too.
		const outcomes = await saveMembers(engine, [
			{ id: 'ann', managerId: 'bob' },
			{ id: 'bob', managerId: null, departmentId: 'moon' },
		]);
		expect(changes(outcomes)).toEqual([
			'The managers form a circle: ann → bob → ann',
			expect.stringContaining('moon'),
		]);
	});

	it('do not arise where two change places', async () => {
		const { engine } = await open();
		await smallCompany(engine);
		const swap = [
			{ id: 'ann', managerId: 'bob' },
			{ id: 'bob', managerId: null },
		];
		expect(changes(await saveMembers(engine, swap))).toEqual(['updated', 'updated']);
	});

	it('of one are refused', async () => {
		const { engine } = await open();
		await smallCompany(engine);
		const [outcome] = await saveMembers(engine, [person('cid', { managerId: 'cid' })]);
		expect(faultOf(outcome)).toEqual({
			code: 'invalid',
			field: 'managerId',
			value: 'cid',
			message: "'cid' cannot be their own manager",
			hint: 'Name somebody else, or leave the manager empty for whoever stands at the top.',
		});
	});

	const halves = [
		{ id: 'cid', managerId: 'dan' },
		{ id: 'dan', managerId: 'cid' },
	];

	it('are refused to whoever saves the second half while the first is being written', async () => {
		const company = await open();
		const { engine } = company;
		await smallCompany(engine);
		await saveMembers(engine, [person('cid'), person('dan')]);
		const { second } = await engine.transaction(async (trx) => {
			await lockDirectory(trx);
			await trx.updateTable('member').set({ manager_id: 'dan' }).where('id', '=', 'cid').execute();
			let isOver = false;
			const second = saveMembers(engine, [{ id: 'dan', managerId: 'cid' }]).finally(() => (isOver = true));
			while (!isOver && !(await someoneWaits(company))) await new Promise(setImmediate);
			return { second };
		});
		expect(changes(await second)).toEqual(['The managers form a circle: dan → cid → dan']);
	});

	it('would arise there if check and write did not hold the lock together', async () => {
		const { engine } = await open();
		await smallCompany(engine);
		await saveMembers(engine, [person('cid'), person('dan')]);
		const alone = { faulty: new Map(), isComing: () => false };
		const checked = await Promise.all(
			halves.map((half) => engine.store.read((db) => members.check(db, [half], alone))),
		);
		const passed = checked.flat().flatMap((outcome) => (outcome.ok ? [outcome.value] : []));
		for (const member of passed) await engine.transaction((trx) => members.write(engine, trx, [member]));
		expect(Object.fromEntries(await engine.store.read((db) => findManagers(db, ['cid'])))).toEqual({
			cid: 'dan',
			dan: 'cid',
		});
	});
});

/** SQLite has one connection: there whoever comes second waits as soon as it begins. */
async function someoneWaits({ engine, config }: Harness): Promise<boolean> {
	if (config.kind === 'sqlite') return true;
	const { rows } = await engine.store.read((db) => sql`select 1 from pg_locks where not granted`.execute(db));
	return rows.length > 0;
}

onBothDatabases('e-mail addresses', (open) => {
	it('belong to one active member', async () => {
		const { engine } = await open();
		await smallCompany(engine);
		const [outcome] = await saveMembers(engine, [
			person('e-7', { email: 'Ann@acme.example' }),
			person('dan'),
		]);
		expect(faultOf(outcome)).toEqual({
			code: 'conflict',
			field: 'email',
			value: 'ann@acme.example',
			message: "The e-mail address 'ann@acme.example' belongs to the active member 'ann' (Ann)",
			hint: "Give the id 'ann' if that is who you mean; else correct the address, or set 'ann' inactive first.",
		});
		expect(Object.keys(await stored(engine)).sort()).toEqual(['ann', 'bob', 'dan']);
	});

	it('belong to the first in the batch, unless somebody has them already', async () => {
		const { engine } = await open();
		await smallCompany(engine);
		const outcomes = await saveMembers(engine, [
			person('x1', { email: 'ann@acme.example' }),
			person('ann'),
			person('x2', { email: 'new@acme.example' }),
			person('x3', { email: 'new@acme.example' }),
		]);
		expect(changes(outcomes)).toEqual([
			expect.stringContaining("belongs to the active member 'ann'"),
			'unchanged',
			'created',
			expect.stringContaining("belongs to the active member 'x2'"),
		]);
	});

	it('are free again once their member has left, and not to be had back', async () => {
		const { engine } = await open();
		await smallCompany(engine);
		const batch = [person('new', { email: 'bob@acme.example' }), { id: 'bob', active: false }];
		expect(changes(await saveMembers(engine, batch))).toEqual(['created', 'updated']);
		const [outcome] = await saveMembers(engine, [{ id: 'bob', active: true }]);
		expect(faultOf(outcome)).toMatchObject({ code: 'conflict', value: 'bob@acme.example' });
	});

	it('can be swapped', async () => {
		const { engine } = await open();
		await smallCompany(engine);
		const swap = [
			{ id: 'ann', email: 'bob@acme.example' },
			{ id: 'bob', email: 'ann@acme.example' },
		];
		expect(changes(await saveMembers(engine, swap))).toEqual(['updated', 'updated']);
		expect(await stored(engine)).toMatchObject({
			ann: { email: 'bob@acme.example' },
			bob: { email: 'ann@acme.example' },
		});
	});

	it('are not given away where their member fails to let go', async () => {
		const { engine } = await open();
		await smallCompany(engine);
		const outcomes = await saveMembers(engine, [
			person('new', { email: 'bob@acme.example' }),
			{ id: 'bob', email: 'robert@acme.example', departmentId: 'moon' },
		]);
		expect(changes(outcomes)).toEqual([
			expect.stringContaining("belongs to the active member 'bob'"),
			expect.stringContaining('moon'),
		]);
	});
});

onBothDatabases('the members of a whole company', (open) => {
	it('are saved together, and written again only where something changed', async () => {
		const company = await open();
		const { engine } = company;
		await smallCompany(engine);
		const staff = Array.from({ length: WHOLE_COMPANY }, (_, index) =>
			person(`e-${index}`, { managerId: index === 0 ? 'ann' : `e-${Math.floor((index - 1) / 8)}` }),
		);
		const count = (outcomes: Awaited<ReturnType<typeof saveMembers>>, change: string) =>
			changes(outcomes).filter((one) => one === change).length;
		expect(count(await saveMembers(engine, staff.toReversed()), 'created')).toBe(WHOLE_COMPANY);

		const before = await rowsOf(engine);
		await company.fastForward('1d');
		expect(count(await saveMembers(engine, staff), 'unchanged')).toBe(WHOLE_COMPANY);
		expect(await rowsOf(engine)).toEqual(before);

		const moved = staff.map((member, index) => (index === 1_711 ? { ...member, name: 'Moved' } : member));
		expect(count(await saveMembers(engine, moved), 'updated')).toBe(1);
		const touched = (await rowsOf(engine)).filter((row) => row.updated_at === company.now);
		expect(touched.map((row) => row.id)).toEqual(['e-1711']);
	});

	it('that are half wrong fail by that half, and the rest goes in', async () => {
		const { engine } = await open();
		await smallCompany(engine);
		const staff = Array.from({ length: WHOLE_COMPANY }, (_, index) =>
			person(`e-${index}`, { managerId: index % 2 === 0 ? 'ann' : `nobody-${index}` }),
		);
		const outcomes = await saveMembers(engine, staff);
		expect(outcomes.filter((outcome) => outcome.ok)).toHaveLength(Math.ceil(WHOLE_COMPANY / 2));
	});
});
