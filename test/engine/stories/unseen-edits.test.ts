import { unwrap } from '../../../engine/outcome';
import { saveAgreements } from '../../../engine/sla';
import { openCompany, type Company } from '../../support/company';
import { onBothDatabases } from '../../support/harness';

const edit = async ({ engine }: Company, changes: Record<string, unknown>) =>
	unwrap(
		(
			await saveAgreements(engine, [
				{
					id: 'laptop-sla',
					serviceId: 'laptop',
					calendarId: 'office',
					escalationPolicyId: 'climb',
					warnAtPercent: [75],
					...changes,
				},
			])
		)[0],
	);

onBothDatabases('an edit that the pump has not come to when a deadline is due', (open) => {
	const targets = (target: string) => ({ targets: [{ metric: 'resolution', target }] });
	const breachOf = (company: Company) =>
		company.arrived.flatMap(({ event }) => (event.type === 'clock.breached' ? [event.data] : []));

	it.each(['10:29', '10:35'])('and makes it late, settles; it came at %s', async (time) => {
		const company = await openCompany(open, { agreement: targets('2h') });
		await company.ask();
		company.now = Date.parse(`2026-03-02T${time}:00Z`);
		await edit(company, targets('1h'));
		await company.settle();
		expect(company.log).toEqual([]);
		await company.fastForward('5m');
		expect(breachOf(company)).toMatchObject([{ late: true, dueAt: '2026-03-02T10:00:00.000Z' }]);
		expect(company.log.map((line) => line.slice(6))).toEqual([
			'clock.breached resolution',
			'mail to Tom (1.1)',
		]);
	});

	it('of another agreement that takes over a moment before raises no alarm', async () => {
		const company = await openCompany(open, { agreement: { ...targets('2h'), warnAtPercent: [] } });
		await company.ask();
		await company.at('2026-03-02T10:30Z');
		company.now = Date.parse('2026-03-02T10:59:59.500Z');
		await edit(company, { id: 'hr-sla', customerDepartmentId: 'hr', ...targets('4h') });
		company.now = Date.parse('2026-03-02T11:00:00.500Z');
		await company.settle();
		await company.at('2026-03-02T11:10Z');
		expect(company.log).toEqual([]);
		await company.at('2026-03-02T13:01Z');
		expect(breachOf(company)).toMatchObject([
			{ late: false, arming: 1, agreementId: 'hr-sla', dueAt: '2026-03-02T13:00:00.000Z' },
		]);
	});

	it('of another agreement with the same deadline: its breach settles, and is not the one announced before', async () => {
		const company = await openCompany(open, { agreement: { ...targets('2h'), warnAtPercent: [] } });
		await company.ask();
		company.now = Date.parse('2026-03-02T11:05Z');
		await edit(company, { id: 'hr-sla', customerDepartmentId: 'hr', warnAtPercent: [], ...targets('2h') });
		await company.settle();
		expect(company.log).toEqual([]);
		await company.at('2026-03-02T11:10Z');
		expect(breachOf(company)).toMatchObject([{ late: true, agreementId: 'hr-sla' }]);
	});
});
