import { importCompany } from '../../../engine/directory';
import { listRuns } from '../../../engine/escalation';
import { unwrap } from '../../../engine/outcome';
import { explainRequest, openRequests, recordFacts, saveAgreements } from '../../../engine/sla';
import { SLA_EVENTS } from '../../../engine/sla/events';
import { listInvitations, saveSurveys } from '../../../engine/survey';
import { mirrorTickets } from '../../../engine/tickets';
import { claimDeliveries } from '../../../engine/timeline';
import { listen, openCompany, type Company } from '../../support/company';
import { onBothDatabases } from '../../support/harness';
import { SURVEY } from './survey-town';

const instant = (time: string) => Date.parse(`2026-03-02T${time}:00Z`);

/** All that leaves for a workflow that listens to requests and clocks alike. */
async function allThatLeaves(company: Company): Promise<string[]> {
	const deliveries = await claimDeliveries(company.engine, 'all', 100, 60_000);
	return deliveries.map(({ event }) => event.type);
}

const ticket = (name: string, changes: object) => ({
	externalRef: name,
	title: 'Laptop',
	service: 'laptop',
	requester: 'rosa',
	openedAt: instant('09:00'),
	history: true,
	...changes,
});

onBothDatabases('history that is brought in', (open) => {
	it('is computed, and nothing of it leaves: no verdict, no escalation, no survey', async () => {
		const company = await openCompany(open, { startsAt: '2026-03-09T12:00Z' });
		unwrap((await saveSurveys(company.engine, [{ ...SURVEY, afterResolution: {} }]))[0]);
		await listen(company, 'all', SLA_EVENTS);
		const told = await mirrorTickets(company.engine, [
			ticket('in-time', { at: instant('10:00'), state: 'solved', answered: true }),
			ticket('late', { at: instant('16:00'), state: 'solved', answered: true }),
			ticket('twice', { at: instant('16:00'), state: 'solved', answered: true }),
			ticket('twice', { at: instant('16:30'), state: 'open' }),
			ticket('twice', { at: instant('16:40'), state: 'solved' }),
			ticket('still-open', { at: instant('10:30'), state: 'waiting' }),
			ticket('long-late', { at: instant('09:10'), state: 'open', assignee: 'tom' }),
		]);
		expect(told.map((outcome) => outcome.ok)).toEqual(told.map(() => true));
		await company.fastForward('1d');
		expect(await allThatLeaves(company)).toEqual([]);
		expect(company.log).toEqual([]);
		expect(await listInvitations(company.engine, { surveyId: SURVEY.id, limit: 10 })).toEqual([]);
		const states = async (name: string) =>
			(await explainRequest(company.engine, name)).clocks.map(({ state }) => state);
		expect(await states('in-time')).toEqual(['met', 'met']);
		expect(await states('late')).toEqual(['missed', 'met']);
		expect(await states('long-late')).toEqual(['breached', 'breached']);
		await mirrorTickets(company.engine, [
			ticket('news', { at: instant('10:00'), state: 'solved', answered: true, history: false }),
		]);
		expect((await allThatLeaves(company)).sort()).toEqual([
			'clock.met',
			'clock.met',
			'request.opened',
			'request.resolved',
			'request.responded',
		]);
		expect(await listInvitations(company.engine, { surveyId: SURVEY.id, limit: 10 })).toHaveLength(1);
	});

	it('is silent in any order, while the pump runs between its items', async () => {
		const company = await openCompany(open, { startsAt: '2026-03-09T12:00Z' });
		await listen(company, 'all', SLA_EVENTS);
		const { requestId } = await company.ask({ openedAt: instant('09:00'), history: true });
		for (const [kind, time] of [
			['resolved', '12:00'],
			['reopened', '13:00'],
			['responded', '10:00'],
			['resolved', '16:00'],
			['reopened', '15:00'],
			['resolved', '14:00'],
		] as const) {
			await company.say(requestId, { kind }, { at: instant(time), history: true });
			await company.fastForward('3m');
		}
		expect(await allThatLeaves(company)).toEqual([]);
	});

	it('leaves what is still to come, and what is said today, to be announced', async () => {
		const company = await openCompany(open);
		await company.at('2026-03-02T10:50Z');
		const { requestId } = await company.ask({ openedAt: instant('09:00'), priority: 'high', history: true });
		await company.at('2026-03-02T12:10Z');
		expect(company.log).toEqual([
			'11:00 clock.breached firstResponse',
			'11:00 mail to Tom (1.1)',
			'11:30 mail to Hanna (1.2)',
			'12:00 clock.warning resolution',
		]);
		await company.say(requestId, { kind: 'resolved' });
		await company.settle();
		expect(company.log.slice(4)).toEqual([
			'12:10 clock.missed firstResponse',
			'12:10 clock.met resolution',
			'12:10 escalation.stopped',
		]);
	});

	it('ends an escalation that is at work, and those who were notified are told so', async () => {
		const company = await openCompany(open);
		const { requestId } = await company.ask();
		await listen(company, 'stand-downs', ['escalation.standDown']);
		await company.at('2026-03-02T11:10Z');
		const facts = [
			{ request: requestId, fact: { kind: 'responded' }, at: instant('11:05'), history: true },
			{ request: requestId, fact: { kind: 'resolved' }, at: instant('11:06'), history: true },
		];
		for (const { request, fact, ...more } of facts) await company.say(request, fact, more);
		await company.settle();
		await company.at('2026-03-02T15:00Z');
		expect(company.log).toEqual([
			'10:30 clock.warning firstResponse',
			'11:00 clock.breached firstResponse',
			'11:00 mail to Tom (1.1)',
			'11:10 escalation.stopped',
		]);
		expect(await listRuns(company.engine, { requestId, limit: 5 })).toMatchObject([{ state: 'stopped' }]);
		const left = await claimDeliveries(company.engine, 'stand-downs', 10, 60_000);
		expect(left.map(({ event }) => event.data)).toMatchObject([{ memberName: 'Tom' }]);
	});

	it('in one call with news of the same request announces no more than in two', async () => {
		const company = await openCompany(open, { startsAt: '2026-03-09T12:00Z' });
		const { requestId } = await company.ask({ openedAt: instant('09:00'), history: true });
		const past = (kind: string, time: string) => ({
			request: requestId,
			fact: { kind },
			at: instant(time),
			history: true,
		});
		const outcomes = await recordFacts(company.engine, [
			past('responded', '09:10'),
			past('resolved', '10:00'),
			past('reopened', '11:00'),
			{ request: requestId, fact: { kind: 'updated', note: 'Today' } },
		]);
		expect(outcomes.map((outcome) => outcome.ok)).toEqual([true, true, true, true]);
		await company.fastForward('1d');
		expect(company.log).toEqual([]);
	});

	it('in one call with a correction silences no breach of what the request is corrected to', async () => {
		const company = await openCompany(open);
		await importCompany(company.engine, {
			services: [{ id: 'phone', name: 'Phone', departmentId: 'it' }],
		});
		const phone = {
			id: 'phone-sla',
			serviceId: 'phone',
			calendarId: 'office',
			targets: [{ metric: 'firstResponse', target: '30 min' }],
		};
		unwrap((await saveAgreements(company.engine, [phone]))[0]);
		const { requestId } = await company.ask();
		await company.at('2026-03-02T10:00Z');
		const outcomes = await recordFacts(company.engine, [
			{ request: requestId, fact: { kind: 'updated' }, at: instant('09:10'), history: true },
			{ request: requestId, fact: { kind: 'corrected', serviceId: 'phone' } },
		]);
		outcomes.forEach(unwrap);
		await company.at('2026-03-02T10:10Z');
		expect(company.log.filter((line) => line.includes('firstResponse'))).toEqual([
			'10:02 clock.breached firstResponse',
		]);
	});

	it.each([true, false])(
		'explains no more than its minutes of what was known in advance; the pump had run before: %s',
		async (hadRun) => {
			const company = await openCompany(open);
			const { requestId } = await company.ask({ priority: 'high' });
			await company.say(requestId, { kind: 'responded' });
			await company.at('2026-03-02T11:00Z');
			company.log.splice(0);
			if (hadRun) await company.at('2026-03-02T13:10Z');
			else company.now = instant('13:10');
			await recordFacts(company.engine, [
				{ request: requestId, fact: { kind: 'paused' }, at: instant('10:00'), history: true },
				{ request: requestId, fact: { kind: 'resumed' }, at: instant('10:05'), history: true },
			]);
			await company.at('2026-03-02T13:29Z');
			const breaches = company.arrived.filter(({ event }) => event.type === 'clock.breached');
			expect(breaches.map(({ event }) => event.data)).toMatchObject([{ arming: 1, late: false }]);
			expect(company.log.filter((line) => line.includes('mail'))).toEqual([
				expect.stringContaining('mail to Tom (1.1)'),
			]);
		},
	);

	it.each([true, false])(
		'that ends a request in time leaves no breach; the pump had run before: %s',
		async (hadRun) => {
			const company = await openCompany(open);
			const { requestId } = await company.ask({ priority: 'high' });
			await company.say(requestId, { kind: 'responded' });
			if (hadRun) await company.at('2026-03-02T13:10Z');
			else company.now = instant('13:10');
			await company.say(requestId, { kind: 'resolved' }, { at: instant('12:50'), history: true });
			await company.at('2026-03-02T13:29Z');
			expect(await listRuns(company.engine, { requestId, limit: 5, states: ['active'] })).toEqual([]);
			expect(company.log.filter((line) => line.includes('clock.recovered'))).toHaveLength(hadRun ? 1 : 0);
		},
	);

	it('is refused where it is not yes or no', async () => {
		const company = await openCompany(open);
		const [refused] = await openRequests(company.engine, [
			{ title: 'Laptop', serviceId: 'laptop', history: 'maybe' },
		]);
		expect(refused).toMatchObject({ ok: false, error: { field: 'history' } });
	});
});
