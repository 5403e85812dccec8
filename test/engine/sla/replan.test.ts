import { closeEngines, engineFor } from '../../../engine/registry';
import { replanAfterZoneUpdate, REPLAN_TIMER } from '../../../engine/sla/replan';
import { openCompany, type Company } from '../../support/company';
import { onBothDatabases } from '../../support/harness';

/** As if an older Node had computed everything: its rules had this zone an hour off. */
async function computedWithOlderRules({ engine }: Company): Promise<void> {
	await engine.transaction(async (trx) => {
		const hour = 3_600_000;
		await trx
			.insertInto('setting')
			.values({ name: 'tz_version', value: '2019a' })
			.onConflict((conflict) => conflict.column('name').doUpdateSet({ value: '2019a' }))
			.execute();
		await trx
			.updateTable('clock')
			.set((eb) => ({
				tz_version: '2019a',
				due_at: eb('due_at', '+', hour),
				next_at: eb('next_at', '+', hour),
			}))
			.execute();
		await trx
			.updateTable('timer')
			.set((eb) => ({ due_at: eb('due_at', '+', hour) }))
			.execute();
	});
}

const clocks = ({ engine }: Company) =>
	engine.store.read((db) =>
		db.selectFrom('clock').select(['id', 'state', 'due_at', 'next_at', 'tz_version']).orderBy('id').execute(),
	);
const timers = ({ engine }: Company) =>
	engine.store.read((db) =>
		db.selectFrom('timer').select(['subject', 'due_at']).orderBy('subject').execute(),
	);

onBothDatabases('new time-zone data', (open) => {
	it('plan every open clock anew, once', async () => {
		const company = await openCompany(open);
		await company.ask();
		const done = await company.ask();
		await company.fastForward('1h');
		await company.say(done.requestId, { kind: 'resolved' });
		await replanAfterZoneUpdate(company.engine);
		const [before, due] = [await clocks(company), await timers(company)];
		expect(before.every(({ tz_version }) => tz_version === process.versions.tz)).toBe(true);
		await computedWithOlderRules(company);
		await replanAfterZoneUpdate(company.engine);
		expect(await timers(company)).toContainEqual({ subject: REPLAN_TIMER, due_at: company.now });
		// The first turn plans, the second finds nothing left.
		await company.settle();
		await company.settle();
		const isOpen = ({ state }: { state: string }) => state === 'running';
		expect((await clocks(company)).filter(isOpen)).toEqual(before.filter(isOpen));
		expect(await timers(company)).toEqual(due);
		// What is over keeps what it was judged by.
		expect(
			(await clocks(company)).filter((clock) => !isOpen(clock)).map(({ tz_version }) => tz_version),
		).toEqual(['2019a', '2019a']);
		// The next start of the same Node finds nothing to do.
		await replanAfterZoneUpdate(company.engine);
		expect(await timers(company)).toEqual(due);
	});

	it('and a store that is new need not be planned anew', async () => {
		const company = await openCompany(open);
		await company.ask();
		const due = await timers(company);
		await replanAfterZoneUpdate(company.engine);
		expect(await timers(company)).toEqual(due);
	});

	it('are noticed by whoever opens the store', async () => {
		const company = await openCompany(open);
		await company.ask();
		await computedWithOlderRules(company);
		await engineFor(company.config);
		await closeEngines();
		expect((await timers(company)).map(({ subject }) => subject)).toContain(REPLAN_TIMER);
	});
});
