import { subscribe } from '../../../engine/timeline';
import { onBothDatabases } from '../../support/harness';
import { openCompany, type Company } from '../../support/company';

const WORKFLOWS = ['first', 'second', 'third'] as const;

const comesBack = ({ engine }: Company, id: string) =>
	subscribe(engine, { id, types: ['clock.breached'], filter: {}, label: id });

const received = async ({ engine }: Company, id: string) =>
	(
		await engine.store.read((db) =>
			db.selectFrom('delivery').select('event_id').where('subscription_id', '=', id).execute(),
		)
	).length;

onBothDatabases('n8n that was off for weeks', (open) => {
	async function asleep(days: number): Promise<Company> {
		const company = await openCompany(open, {
			agreement: { warnAtPercent: [], targets: [{ metric: 'firstResponse', target: '2h' }] },
		});
		for (const id of WORKFLOWS) await comesBack(company, id);
		await company.ask();
		company.now += days * 86_400_000;
		return company;
	}

	it('loses nothing for any workflow, whichever comes back first (M1)', async () => {
		for (const days of [8, 60]) {
			const company = await asleep(days);
			await comesBack(company, 'third');
			await company.settle();
			for (const id of ['second', 'first']) await comesBack(company, id);
			for (const id of WORKFLOWS) expect([days, id, await received(company, id)]).toEqual([days, id, 1]);
		}
	});

	it('goes on leaving out a workflow that had been gone before', async () => {
		const company = await asleep(0);
		await company.engine.transaction(async (trx) => {
			const seen_at = company.now - 8 * 86_400_000;
			await trx.updateTable('subscription').set({ seen_at }).where('id', '=', 'third').execute();
		});
		company.now += 30 * 86_400_000;
		await comesBack(company, 'first');
		await company.settle();
		expect(await received(company, 'second')).toBe(1);
		expect(await received(company, 'third')).toBe(0);
	});

	it('is not woken twice by two processes that start together', async () => {
		const company = await asleep(8);
		await Promise.all(WORKFLOWS.map((id) => comesBack(company, id)));
		const rows = await company.engine.store.read((db) =>
			db.selectFrom('subscription').select('seen_at').where('id', 'in', WORKFLOWS).execute(),
		);
		expect(rows.map(({ seen_at }) => seen_at)).toEqual([company.now, company.now, company.now]);
	});
});
