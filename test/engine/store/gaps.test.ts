import { saveDepartments, saveMembers } from '../../../engine/directory';
import { saveAgreements } from '../../../engine/sla';
import { inspectStore } from '../../../engine/store';
import { unwrap } from '../../../engine/outcome';
import { openCompany } from '../../support/company';
import { onBothDatabases } from '../../support/harness';

onBothDatabases('a look at what escalations would run into', (open) => {
	it('finds no gap but the top of the company', async () => {
		const company = await openCompany(open);
		const { gaps } = await inspectStore(company.config, company.now);
		expect(gaps).toMatchObject({
			headless: { count: 0 },
			// Carla leads the board.
			alone: { count: 0 },
			unescalated: { count: 0 },
			waitingRuns: 0,
		});
	});

	it('names departments without a head who is there, people without a manager, agreements without a policy, and counts runs that wait', async () => {
		const company = await openCompany(open, { listens: false });
		const { engine } = company;
		await company.ask();
		await company.at('2026-03-02T11:10Z');
		unwrap((await saveMembers(engine, [{ id: 'hanna', active: false }]))[0]);
		unwrap((await saveMembers(engine, [{ id: 'tom', managerId: null }]))[0]);
		unwrap((await saveDepartments(engine, [{ id: 'hr', headId: null }]))[0]);
		const agreement = {
			id: 'laptop-ola',
			name: 'Laptops inside',
			kind: 'ola',
			serviceId: 'laptop',
			calendarId: 'office',
		};
		const targets = [{ metric: 'resolution', target: '9h' }];
		unwrap((await saveAgreements(engine, [{ ...agreement, targets }]))[0]);
		const { gaps } = await inspectStore(company.config, company.now);
		expect(gaps).toEqual({
			// HR does nothing for others.
			headless: { count: 1, names: ['IT'] },
			alone: { count: 1, names: ['Tom'] },
			unescalated: { count: 1, names: ['Laptops inside'] },
			waitingRuns: 1,
		});
	});
});
