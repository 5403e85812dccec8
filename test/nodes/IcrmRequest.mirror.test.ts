import { onBothDatabases } from '../support/harness';
import { MANY_ITEMS } from '../support/thorough';
import { companyOn } from './request-company';

onBothDatabases('ICRM Request, mirroring tickets', (openDatabase) => {
	it('mirrors tickets: hundreds of them, told twice, in the time zone of the workflow', async () => {
		const { run } = await companyOn(openDatabase);
		const notice = (n: number) => ({
			externalRef: `desk-${n}`,
			title: 'Laptop',
			service: 'laptop',
			requester: 'rosa',
			at: '2026-03-02 09:30',
			sourceRef: `e-${n}`,
			...(n === 7 ? { state: 'waiting', assignee: 'nobody' } : {}),
		});
		const items = Array.from({ length: MANY_ITEMS }, (_, n) => notice(n));
		const { outputs } = await run({ operation: 'mirror', simplify: false }, items);
		expect(outputs[0]?.[3]).toMatchObject({
			json: { news: 'opened', facts: ['opened'], warnings: [], openedAt: '2026-03-02T09:30:00.000Z' },
			pairedItem: { item: 3 },
		});
		expect(outputs[0]?.[7]?.json).toMatchObject({
			facts: ['opened', 'paused'],
			status: 'paused',
			warnings: [expect.stringContaining("assignee 'nobody' is not in the directory")],
		});
		const again = await run({ operation: 'mirror' }, items);
		expect(new Set(again.outputs[0]?.map(({ json }) => json.news))).toEqual(new Set(['nothing']));
	});

	it('mirrors what it can, and says of the rest what is wrong', async () => {
		const { run } = await companyOn(openDatabase);
		const good = { externalRef: 'desk-1', title: 'Laptop', service: 'laptop' };
		const bad = [{ externalRef: 'desk-2' }, { ...good, at: 'yesterday' }, { ...good, state: 'asleep' }];
		const { outputs } = await run({ operation: 'mirror' }, [...bad, good], 'continueErrorOutput');
		expect(outputs[0]?.map(({ json }) => json.news)).toEqual(['opened']);
		expect(outputs[1]?.map(({ json }) => json.error)).toEqual([
			expect.stringContaining("Ticket 'desk-2' is not known here yet"),
			expect.stringContaining("'yesterday' is not a date and time"),
			expect.stringContaining('state'),
		]);
	});
});
