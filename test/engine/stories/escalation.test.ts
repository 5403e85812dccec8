import { saveMembers } from '../../../engine/directory';
import { acknowledgeRuns, getRun, listRuns, previewPolicy, savePolicies } from '../../../engine/escalation';
import { syncAbsences } from '../../../engine/lists';
import { unwrap } from '../../../engine/outcome';
import { fireTimers } from '../../../engine/timeline';
import { handlers } from '../../../engine/wiring';
import { onBothDatabases } from '../../support/harness';
import { openCompany, type Company } from '../../support/company';

/** A breached request: 11:00, Tom has been told. */
async function breached(
	company: Company,
	changes: Record<string, unknown> = {},
): Promise<{ requestId: string; runId: string }> {
	const { requestId } = await company.ask(changes);
	await company.at('2026-03-02T11:01Z');
	const [run] = await listRuns(company.engine, { requestId, limit: 10 });
	return { requestId, runId: run?.runId ?? '' };
}

const mails = (company: Company) => company.log.filter((line) => line.includes('mail to'));

onBothDatabases('an escalation', (open) => {
	it('ends when somebody acknowledges: no one else is notified', async () => {
		const company = await openCompany(open);
		const { runId } = await breached(company);
		const outcome = unwrap((await acknowledgeRuns(company.engine, [{ runId, by: 'tom' }]))[0]);
		expect(outcome).toMatchObject({ state: 'acknowledged', acknowledgedBy: 'tom', changed: true });
		await company.at('2026-03-02T14:00Z');
		expect(company.log.slice(2)).toEqual(['11:00 mail to Tom (1.1)', '14:00 escalation.acknowledged']);
		const again = unwrap((await acknowledgeRuns(company.engine, [{ runId, by: 'hanna' }]))[0]);
		expect(again).toMatchObject({ acknowledgedBy: 'tom', changed: false });
	});

	it('tells who stands in for somebody away at that moment, and the dry run says so beforehand', async () => {
		const company = await openCompany(open);
		const rows = [
			{ member: 'tom', from: '2026-03-02', until: '2026-03-02', delegate: 'rosa@acme.example' },
			{ member: 'hanna', from: '2026-03-02T11:00Z', until: '2026-03-02T11:15Z' },
		];
		const { rows: synced } = await syncAbsences(company.engine, {
			source: 'calendar',
			rows,
			timezone: 'UTC',
		});
		synced.forEach(unwrap);
		await breached(company);
		await company.at('2026-03-02T11:30Z');
		// Hanna is back by the time that her level is due; Rosa has no say in whom the line goes on to.
		expect(mails(company)).toEqual(['11:00 mail to Rosa (1.1)', '11:30 mail to Hanna (1.2)']);
		const {
			steps: [step],
		} = await previewPolicy(company.engine, {
			policyId: 'climb',
			departmentId: 'it',
			assigneeId: 'tom',
			calendarId: 'office',
			from: Date.parse('2026-03-02T11:00Z'),
		});
		expect(step?.told).toMatchObject([
			{ memberId: 'rosa', why: 'You are notified in place of Tom, who is away.' },
		]);
	});

	it('can still be acknowledged when everybody has been told', async () => {
		const company = await openCompany(open);
		const { runId } = await breached(company);
		await company.at('2026-03-02T14:00Z');
		expect(await getRun(company.engine, runId)).toMatchObject({ state: 'exhausted', nextAt: null });
		expect(unwrap((await acknowledgeRuns(company.engine, [{ runId, by: 'carla' }]))[0])).toMatchObject({
			state: 'acknowledged',
		});
	});

	it('stops when the request is answered, solved, cancelled or waived, and says whom it told', async () => {
		for (const fact of [
			{ kind: 'responded' },
			{ kind: 'resolved' },
			{ kind: 'cancelled' },
			{ kind: 'waived', metric: 'firstResponse', reason: 'power cut', approvedBy: 'carla' },
		]) {
			const company = await openCompany(open);
			const { requestId, runId } = await breached(company);
			await company.say(requestId, fact);
			await company.at('2026-03-02T14:00Z');
			expect(mails(company)).toEqual(['11:00 mail to Tom (1.1)']);
			expect(await getRun(company.engine, runId)).toMatchObject({ state: 'stopped' });
			const stopped = company.arrived.find(({ event }) => event.type === 'escalation.stopped');
			expect(stopped?.event.data).toMatchObject({ told: [{ memberId: 'tom', email: 'tom@acme.example' }] });
		}
	});

	it('goes on when another metric of the request is met', async () => {
		const company = await openCompany(open);
		const { requestId } = await breached(company);
		await company.say(requestId, {
			kind: 'waived',
			metric: 'resolution',
			reason: 'agreed',
			approvedBy: 'carla',
		});
		await company.at('2026-03-02T11:45Z');
		expect(mails(company)).toEqual(['11:00 mail to Tom (1.1)', '11:30 mail to Hanna (1.2)']);
	});

	it('takes back a mail that has not left yet when it is acknowledged', async () => {
		const company = await openCompany(open);
		const { runId } = await breached(company);
		company.now = Date.parse('2026-03-02T11:30:00.001Z');
		await fireTimers(company.engine, handlers, () => {});
		await acknowledgeRuns(company.engine, [{ runId, by: 'tom' }]);
		await company.settle();
		expect(mails(company)).toEqual(['11:00 mail to Tom (1.1)']);
	});

	it('tells the head of the department when nobody has the request', async () => {
		const company = await openCompany(open);
		await breached(company, { assignee: undefined });
		expect(mails(company)).toEqual(['11:00 mail to Hanna (1.1)']);
		expect(company.arrived.at(-1)?.event.data).toMatchObject({
			why: 'You are notified because you lead IT.',
		});
	});

	it('finds people when it tells them: who left in the meantime is passed over, upwards', async () => {
		const company = await openCompany(open);
		await breached(company);
		unwrap((await saveMembers(company.engine, [{ id: 'hanna', active: false }]))[0]);
		await company.at('2026-03-02T11:45Z');
		expect(mails(company).at(-1)).toBe('11:30 mail to Carla (1.2)');
		expect(company.arrived.at(-1)?.event.data).toMatchObject({
			why: 'You are notified in place of Hanna, who has left the company.',
		});
	});

	it('does not spend the delay of a level that finds nobody', async () => {
		const levels = [
			{ targets: [{ kind: 'assignee' }] },
			{ delay: '30 min', targets: [{ kind: 'manager' }] },
			{ delay: '2h', targets: [{ kind: 'member', memberId: 'rosa' }] },
		];
		const company = await openCompany(open, { policy: { levels } });
		unwrap((await saveMembers(company.engine, [{ id: 'carla', active: false }]))[0]);
		await breached(company, { assignee: 'carla' });
		// Carla left and has no manager; nobody was told, so neither has anybody a manager to tell; Rosa at once.
		// All of one instant, so in no order of their own.
		expect(company.log.slice(1).sort()).toEqual([
			'11:00 clock.breached firstResponse',
			'11:00 escalation.nobody',
			'11:00 mail to Rosa (1.3)',
		]);
	});

	it('is rehearsed truly where a level finds nobody: the next has its turn at once', async () => {
		const levels = [
			{ targets: [{ kind: 'member', memberId: 'carla' }] },
			{ delay: '30 min', targets: [{ kind: 'manager' }] },
			{ delay: '1h', targets: [{ kind: 'member', memberId: 'rosa' }] },
		];
		const company = await openCompany(open, { policy: { levels } });
		unwrap((await saveMembers(company.engine, [{ id: 'carla', active: false }]))[0]);
		const from = Date.parse('2026-03-02T11:00Z');
		const { steps } = await previewPolicy(company.engine, {
			policyId: 'climb',
			departmentId: 'it',
			assigneeId: 'tom',
			from,
			calendarId: 'office',
		});
		await breached(company);
		await company.at('2026-03-02T14:00Z');
		const rehearsed = steps.flatMap(({ at, told, pass, level }) =>
			told.map(({ name }) => `${at.slice(11, 16)} mail to ${name} (${pass}.${level})`),
		);
		expect(rehearsed).toEqual(mails(company));
		expect(steps.map(({ told }) => told.length)).toEqual([0, 1, 1]);
	});

	it('passes through all levels again as often as the policy says', async () => {
		const company = await openCompany(open, {
			policy: {
				repeat: 1,
				repeatAfter: '1h',
				levels: [{ targets: [{ kind: 'assignee' }] }, { delay: '30 min', targets: [{ kind: 'manager' }] }],
			},
		});
		await breached(company);
		await company.at('2026-03-02T13:30Z');
		expect(mails(company)).toEqual([
			'11:00 mail to Tom (1.1)',
			'11:30 mail to Hanna (1.2)',
			'12:30 mail to Tom (2.1)',
			'13:00 mail to Hanna (2.2)',
		]);
	});

	it('keeps the policy it began with when that is edited', async () => {
		const company = await openCompany(open);
		await breached(company);
		const edited = { id: 'climb', levels: [{ targets: [{ kind: 'member', memberId: 'rosa' }] }] };
		expect(unwrap((await savePolicies(company.engine, [edited]))[0])).toMatchObject({
			version: 2,
			change: 'updated',
		});
		await company.at('2026-03-02T11:45Z');
		expect(mails(company).at(-1)).toBe('11:30 mail to Hanna (1.2)');
	});

	it('can be rehearsed: the dry run tells what then happens', async () => {
		const company = await openCompany(open);
		const from = Date.parse('2026-03-02T11:00Z');
		const { steps } = await previewPolicy(company.engine, {
			policyId: 'climb',
			departmentId: 'it',
			assigneeId: 'tom',
			from,
			calendarId: 'office',
		});
		await breached(company);
		await company.at('2026-03-02T14:00Z');
		const rehearsed = steps.map(
			({ at, told, pass, level }) =>
				`${at.slice(11, 16)} mail to ${told[0]?.name ?? 'nobody'} (${pass}.${level})`,
		);
		expect(rehearsed).toEqual(mails(company));
	});

	it('says once, after two working days, that an overdue request still waits, to whoever was notified last', async () => {
		const company = await openCompany(open, { agreement: { warnAtPercent: [] }, staysAlive: true });
		const { requestId } = await company.ask();
		await company.at('2026-03-02T11:31Z');
		await company.say(requestId, { kind: 'paused', reason: 'Waiting for the supplier' });
		await company.at('2026-03-04T11:30Z');
		const notices = () =>
			company.arrived.flatMap(({ event }) => (event.type === 'escalation.stillWaiting' ? [event] : []));
		expect(notices()).toEqual([]);
		await company.at('2026-03-04T11:32Z');
		expect(notices().map(({ data }) => data)).toMatchObject([
			{
				memberId: 'hanna',
				waitsSince: '2026-03-02T11:31:00.000Z',
				waitsFor: 'Waiting for the supplier',
				status: 'paused',
			},
		]);
		await company.at('2026-03-09T11:32Z');
		expect(notices()).toHaveLength(1);
		await company.say(requestId, { kind: 'resumed' });
		await company.at('2026-03-09T12:35Z');
		expect(company.log.at(-1)).toBe('12:31 mail to Carla (1.3)');
		await company.say(requestId, { kind: 'paused' });
		await company.at('2026-03-11T12:36Z');
		expect(
			notices()
				.slice(1)
				.map(({ data }) => [data.memberId, data.waitsFor]),
		).toEqual([['carla', null]]);
	});

	it('waits with that word for a workflow, and says nothing of a request that goes on', async () => {
		const company = await openCompany(open, { policy: { waitingNoticeAfter: '1 working day' } });
		const { requestId } = await company.ask();
		await company.at('2026-03-02T11:31Z');
		await company.say(requestId, { kind: 'paused' });
		await company.at('2026-03-03T11:30Z');
		await company.say(requestId, { kind: 'resumed' });
		await company.at('2026-03-05T11:30Z');
		expect(company.log.filter((line) => line.includes('stillWaiting'))).toEqual([]);
	});
});
