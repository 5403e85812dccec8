import { openRequests } from '../../../engine/sla';
import { fireTimers } from '../../../engine/timeline';
import { handlers } from '../../../engine/wiring';
import { counting } from '../../support/counting';
import { onBothDatabases, type OpenCompany } from '../../support/harness';
import { openCompany } from '../../support/company';

/** How many statements it takes to tell the first level of so many runs, all due at the same time. */
async function statementsFor(open: OpenCompany, runs: number): Promise<number> {
	const company = await openCompany(open, {
		agreement: { targets: [{ metric: 'firstResponse', target: '2h' }], warnAtPercent: [] },
	});
	const requests = Array.from({ length: runs }, (_, i) => ({
		title: `Laptop ${i}`,
		serviceId: 'laptop',
		assignee: i % 2 ? 'tom' : 'hanna',
	}));
	await openRequests(company.engine, requests);
	company.now = Date.parse('2026-03-02T11:00:00.001Z');
	const complain = (error: Error) => {
		throw error;
	};
	await fireTimers(company.engine, handlers, complain);
	const { engine, counts } = counting(company.engine);
	expect(await fireTimers(engine, handlers, complain)).toMatchObject({ fired: runs });
	const told = await company.engine.store.read((db) => db.selectFrom('notification').selectAll().execute());
	expect(told).toHaveLength(runs);
	return counts.statements;
}

onBothDatabases('due runs', (open) => {
	it('are told together: a hundred take as many statements as ten', async () => {
		const ten = await statementsFor(open, 10);
		const hundred = await statementsFor(open, 100);
		expect(hundred).toBe(ten);
	});
});
