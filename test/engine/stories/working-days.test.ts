import { saveCalendars } from '../../../engine/directory';
import { listRuns, savePolicies } from '../../../engine/escalation';
import { unwrap } from '../../../engine/outcome';
import { explainRequest, saveAgreements } from '../../../engine/sla';
import { openCompany, type Company } from '../../support/company';
import { onBothDatabases } from '../../support/harness';

const day = [['09:00', '17:00']];
/** Fridays are short, so that a working day is not a number of hours. */
const WEEK = { mon: day, tue: day, wed: day, thu: day, fri: [['09:00', '13:00']] };

const agreement = { targets: [{ metric: 'resolution', target: '2 working days' }], warnAtPercent: [] };

async function shortFridays(open: Parameters<typeof openCompany>[0], startsAt: string): Promise<Company> {
	const company = await openCompany(open, { agreement, startsAt });
	unwrap(
		(await saveCalendars(company.engine, [{ id: 'office', spec: { timezone: 'UTC', weekly: WEEK } }]))[0],
	);
	return company;
}

const dueOf = async (company: Company, request: string) =>
	(await explainRequest(company.engine, request)).clocks[0];

onBothDatabases('two working days', (open) => {
	it('of a target end at the same local time, however long the days between are', async () => {
		const company = await shortFridays(open, '2026-03-05T10:00Z');
		const { requestId } = await company.ask();
		// Thursday 10:00: seven hours, the short Friday, and an hour of Monday.
		expect(await dueOf(company, requestId)).toMatchObject({
			dueAt: '2026-03-09T10:00:00.000Z',
			target: '12 h',
		});
	});

	it('are fixed in working time when the clock starts: a pause moves the deadline hour by hour', async () => {
		const company = await shortFridays(open, '2026-03-05T10:00Z');
		const { requestId } = await company.ask();
		await company.at('2026-03-06T10:00Z');
		await company.say(requestId, { kind: 'paused' });
		await company.at('2026-03-06T12:00Z');
		await company.say(requestId, { kind: 'resumed' });
		expect(await dueOf(company, requestId)).toMatchObject({
			dueAt: '2026-03-09T12:00:00.000Z',
			target: '12 h',
		});
	});

	it('begin with the next opening, outside of hours', async () => {
		const company = await shortFridays(open, '2026-03-07T22:00Z');
		const { requestId } = await company.ask();
		// Monday and Tuesday, whole: due when Tuesday closes.
		expect(await dueOf(company, requestId)).toMatchObject({
			dueAt: '2026-03-10T17:00:00.000Z',
			target: '16 h',
		});
	});

	it('are measured anew for another priority, from when the clock started', async () => {
		const company = await shortFridays(open, '2026-03-05T10:00Z');
		await edit(company);
		const { requestId } = await company.ask({ priority: 'high' });
		await company.at('2026-03-05T12:00Z');
		await company.say(requestId, { kind: 'priorityChanged', priority: 'normal' });
		expect(await dueOf(company, requestId)).toMatchObject({ dueAt: '2026-03-09T10:00:00.000Z' });
	});

	it('mean the same in an escalation policy', async () => {
		const company = await shortFridays(open, '2026-03-05T10:00Z');
		const [saved] = await savePolicies(company.engine, [
			{
				id: 'climb',
				levels: [
					{ targets: [{ kind: 'assignee' }] },
					{ delay: '2 working days', targets: [{ kind: 'manager' }] },
				],
			},
		]);
		unwrap(saved);
		const { requestId } = await company.ask();
		await company.at('2026-03-09T10:01Z');
		const [run] = await listRuns(company.engine, { requestId, limit: 1 });
		expect(run).toMatchObject({ level: 2, nextAt: '2026-03-11T10:00:00.000Z' });
	});

	it('have no fractions in a policy', async () => {
		const company = await shortFridays(open, '2026-03-05T10:00Z');
		const [refused] = await savePolicies(company.engine, [
			{ id: 'climb', levels: [{ delay: '1.5 working days', targets: [{ kind: 'assignee' }] }] },
		]);
		expect(refused).toMatchObject({ ok: false, error: { field: 'levels[0].delay' } });
	});
});

async function edit(company: Company): Promise<void> {
	const targets = [...agreement.targets, { metric: 'resolution', priority: 'high', target: '4h' }];
	const [saved] = await saveAgreements(company.engine, [
		{ id: 'laptop-sla', serviceId: 'laptop', calendarId: 'office', ...agreement, targets },
	]);
	unwrap(saved);
}
