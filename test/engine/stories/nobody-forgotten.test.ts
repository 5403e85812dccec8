import {
	acknowledgeQuery,
	acknowledgeRuns,
	answerAcknowledgePage,
	briefingOf,
	listRuns,
	onEveryChannel,
	summaryNow,
} from '../../../engine/escalation';
import { saveDepartments, saveMembers, saveServices } from '../../../engine/directory';
import type { EventData, EventType } from '../../../engine/event';
import { unwrap } from '../../../engine/outcome';
import { saveAgreements } from '../../../engine/sla';
import { subscribe } from '../../../engine/timeline';
import { onBothDatabases } from '../../support/harness';
import { listen, openCompany, type Company } from '../../support/company';

/** Due 11:00. */
const FIRST = { agreement: { targets: [{ metric: 'firstResponse', target: '2h' }], warnAtPercent: [] } };
const TOM = {
	...FIRST,
	policy: { levels: [{ targets: [{ kind: 'assignee' }] }], exhaustedAfter: '3 working days' },
};
/** Due 11:00 and 14:00. */
const TWO = {
	agreement: {
		targets: [
			{ metric: 'firstResponse', target: '2h' },
			{ metric: 'resolution', target: '5h' },
		],
		warnAtPercent: [],
	},
};

const mails = ({ log }: Company) => log.filter((line) => line.includes('mail to'));

const eventsOf = async <T extends EventType>({ engine }: Company, type: T): Promise<EventData[T][]> =>
	(
		await engine.store.read((db) =>
			db.selectFrom('event').select('data').where('type', '=', type).orderBy('recorded_at').execute(),
		)
	).map(({ data }) => JSON.parse(data) as EventData[T]);

async function askMany(company: Company, count: number, changes: Record<string, unknown> = {}) {
	const asked: string[] = [];
	for (let n = 1; n <= count; n++)
		asked.push((await company.ask({ title: `Request ${n}`, ...changes })).requestId);
	return asked;
}

/** The requests whose notification waits for a summary. */
const heldIn = ({ engine }: Company): Promise<string[]> =>
	engine.store.read(async (db) => {
		const rows = await db
			.selectFrom('notification')
			.innerJoin('escalation_run', 'escalation_run.id', 'notification.run_id')
			.select('request_id')
			.where('held_at', 'is not', null)
			.where('summed_up_at', 'is', null)
			.execute();
		return rows.map(({ request_id }) => request_id);
	});

async function take(company: Company, requestId: string, by: string) {
	const [run] = await listRuns(company.engine, { requestId, states: ['active', 'exhausted'], limit: 1 });
	unwrap((await acknowledgeRuns(company.engine, [{ runId: run?.runId ?? '', by }]))[0]);
	await company.settle();
}

async function pageOf(company: Company, notificationId: string) {
	const token = (await acknowledgeQuery(company.engine, notificationId)).slice('token='.length);
	const request = { method: 'GET', query: { token }, headers: {}, body: {} } as const;
	return (await answerAcknowledgePage(company.engine, request, 'UTC')).page;
}

onBothDatabases('nobody is forgotten', (open) => {
	it('and while no workflow sends notifications, the log says so', async () => {
		const company = await openCompany(open, { ...FIRST, listens: false });
		const said: string[] = [];
		Object.assign(company.engine, { warn: (message: string) => said.push(message) });
		await company.ask();
		await company.at('2026-03-02T11:05Z');
		expect(said).toEqual([
			expect.stringContaining('wait for a published workflow whose ICRM Escalation Trigger listens to'),
		]);
	});

	it('when a workflow begins to hear of another department', async () => {
		const company = await openCompany(open, { ...FIRST, listens: false });
		const hears = (filter: object) =>
			subscribe(company.engine, {
				id: 'everything',
				types: ['escalation.notify'],
				filter,
				label: 'everything',
			});
		await hears({ departmentIds: ['hr'] });
		await company.ask();
		await company.at('2026-03-02T11:05Z');
		expect(mails(company)).toEqual([]);
		await hears({});
		await company.settle();
		expect(mails(company)).toEqual(['11:05 mail to Tom (1.1)']);
	});

	it('when the request goes to a department nobody listens for, and comes back', async () => {
		const company = await openCompany(open, { ...FIRST, listens: false });
		await listen(company, 'everything', ['escalation.notify'], { departmentIds: ['it'] });
		const { requestId } = await company.ask();
		await company.at('2026-03-02T11:05Z');
		await company.say(requestId, { kind: 'handedOff', departmentId: 'hr', assignee: 'rosa' });
		await company.at('2026-03-02T11:10Z');
		await company.say(requestId, { kind: 'handedOff', departmentId: 'it', assignee: 'tom' });
		await company.at('2026-03-02T17:00Z');
		expect(mails(company).slice(1)).toEqual(['11:40 mail to Hanna (2.2)', '12:40 mail to Carla (2.3)']);
	});

	it('when the workflow of the mails has not been there for an hour, and others have', async () => {
		const company = await openCompany(open, FIRST);
		await company.ask();
		for (let beats = 0; beats < 6; beats++) {
			company.now += 10 * 60_000;
			await subscribe(company.engine, { id: 'other', types: ['clock.met'], filter: {}, label: 'other' });
		}
		await company.at('2026-03-02T16:00Z');
		expect(mails(company)).toEqual([]);
		await company.begin();
		await company.settle();
		expect(mails(company)).toEqual(['16:00 mail to Tom (1.1)']);
	});

	describe('while an overdue request waits', () => {
		const told = async (company: Company) =>
			(await eventsOf(company, 'escalation.stillWaiting')).map(({ memberId }) => memberId);

		it('and somebody had taken it on', async () => {
			const company = await openCompany(open, { ...FIRST, staysAlive: true });
			const { requestId } = await company.ask();
			await company.at('2026-03-02T11:05Z');
			await take(company, requestId, 'tom');
			await company.say(requestId, { kind: 'paused', reason: 'customer' });
			await company.at('2026-03-13T17:00Z');
			expect(await told(company)).toEqual(['tom']);
		});

		it('and every level was notified', async () => {
			const company = await openCompany(open, { ...FIRST, staysAlive: true });
			const { requestId } = await company.ask();
			await company.at('2026-03-02T16:55Z');
			await company.say(requestId, { kind: 'paused', reason: 'customer' });
			await company.at('2026-03-13T17:00Z');
			expect(await told(company)).toEqual(['carla']);
			await company.say(requestId, { kind: 'resumed' });
			await company.at('2026-03-20T17:00Z');
			expect(await eventsOf(company, 'escalation.exhausted')).toHaveLength(1);
		});

		it('and whoever was notified last has left', async () => {
			const company = await openCompany(open, { ...FIRST, staysAlive: true });
			const { requestId } = await company.ask();
			await company.at('2026-03-02T11:05Z');
			await company.say(requestId, { kind: 'paused' });
			unwrap((await saveMembers(company.engine, [{ id: 'tom', active: false }]))[0]);
			await company.at('2026-03-06T11:30Z');
			expect(await told(company)).toEqual(['hanna']);
		});

		it('and the workflow for that comes later', async () => {
			const company = await openCompany(open, { ...FIRST, listens: false });
			await listen(company, 'everything', ['escalation.notify']);
			const { requestId } = await company.ask();
			await company.at('2026-03-02T11:05Z');
			await company.say(requestId, { kind: 'paused' });
			await company.at('2026-03-05T11:30Z');
			const types = ['escalation.stillWaiting'] as const;
			await subscribe(company.engine, { id: 'later', types, filter: {}, label: 'later' });
			await company.settle();
			expect(await told(company)).toEqual(['tom']);
		});
	});

	describe('while something waits for a summary', () => {
		it('and the request goes where no workflow sends summaries', async () => {
			const company = await openCompany(open, { ...TOM, listens: false });
			await listen(company, 'everything', ['escalation.notify']);
			await listen(company, 'sums', ['escalation.summary'], { departmentIds: ['it'] });
			await askMany(company, 13);
			await company.at('2026-03-02T11:00:30Z');
			const [held = ''] = await heldIn(company);
			await company.say(held, { kind: 'handedOff', departmentId: 'hr', assignee: 'tom' });
			await company.at('2026-03-02T16:00Z');
			expect(await eventsOf(company, 'escalation.summary')).toEqual([]);
			const notified = await eventsOf(company, 'escalation.notify');
			expect(notified.filter(({ requestId }) => requestId === held)).toHaveLength(1);
			expect(await heldIn(company)).toEqual([]);
		});

		it('and whoever was to get it has left', async () => {
			const company = await openCompany(open, TOM);
			await askMany(company, 15);
			await company.at('2026-03-02T11:00:30Z');
			unwrap((await saveMembers(company.engine, [{ id: 'tom', active: false }]))[0]);
			await company.at('2026-03-02T16:00Z');
			expect(await eventsOf(company, 'escalation.summary')).toMatchObject([{ memberId: 'hanna', count: 3 }]);
		});

		it('and it becomes urgent: it goes at once', async () => {
			const company = await openCompany(open, TOM);
			await askMany(company, 13);
			await company.at('2026-03-02T09:02Z');
			const { requestId } = await company.ask();
			await company.at('2026-03-02T11:03Z');
			await company.say(requestId, { kind: 'priorityChanged', priority: 'urgent' });
			await company.settle();
			expect(company.log.at(-1)).toBe('11:03 escalation.summary');
		});
	});

	it('by alarms that another workflow heard', async () => {
		const company = await openCompany(open, {
			...FIRST,
			policy: { levels: [{ targets: [{ kind: 'manager' }] }] },
			listens: false,
		});
		const { engine } = company;
		unwrap((await saveServices(engine, [{ id: 'phone', name: 'Phone', departmentId: 'it' }]))[0]);
		const phones = { id: 'phone-sla', serviceId: 'phone', calendarId: 'office', escalationPolicyId: 'climb' };
		unwrap((await saveAgreements(engine, [{ ...phones, ...FIRST.agreement }]))[0]);
		const types = ['escalation.notify', 'escalation.nobody'] as const;
		await listen(company, 'a', types, { serviceIds: ['laptop'] });
		await listen(company, 'b', types, { serviceIds: ['phone'] });
		await askMany(company, 12, { assignee: 'carla' });
		await company.at('2026-03-02T09:10Z');
		await askMany(company, 1, { assignee: 'carla', serviceId: 'phone' });
		await company.at('2026-03-02T16:00Z');
		const rows = await engine.store.read((db) =>
			db.selectFrom('delivery').select('event_id').where('subscription_id', '=', 'b').execute(),
		);
		expect(rows).toHaveLength(1);
	});

	it('of many alarms the urgent one is among those that sound', async () => {
		const company = await openCompany(open, {
			...FIRST,
			policy: { levels: [{ targets: [{ kind: 'manager' }] }] },
		});
		await askMany(company, 40, { assignee: 'carla' });
		await askMany(company, 1, { assignee: 'carla', priority: 'urgent' });
		await company.at('2026-03-02T11:05Z');
		const alarms = await eventsOf(company, 'escalation.nobody');
		expect(alarms).toHaveLength(12);
		expect(alarms.filter(({ priority }) => priority === 'urgent')).toHaveLength(1);
	});

	it('a request that is handed off to a department without a head: the owner or an admin hears at once', async () => {
		const company = await openCompany(open, FIRST);
		unwrap((await saveDepartments(company.engine, [{ id: 'empty', name: 'Empty' }]))[0]);
		const { requestId } = await company.ask();
		await company.at('2026-03-02T13:31Z');
		expect(company.log.at(-1)).toBe('13:30 escalation.exhausted');
		await company.say(requestId, { kind: 'handedOff', departmentId: 'empty' });
		await company.settle();
		expect(company.log.at(-1)).toBe('13:31 escalation.nobody');
	});

	it('handed off after somebody took it on: the new holder hears at once', async () => {
		const company = await openCompany(open, FIRST);
		const { requestId } = await company.ask();
		await company.at('2026-03-02T11:05Z');
		await take(company, requestId, 'tom');
		await company.say(requestId, { kind: 'handedOff', departmentId: 'hr', assignee: 'rosa' });
		await company.settle();
		expect(mails(company)).toEqual(['11:00 mail to Tom (1.1)', '11:05 mail to Rosa (1.1)']);
	});
});

onBothDatabases('what is said of an escalation is so', (open) => {
	it('behind a link of before: it goes by the request, not by what the link was sent for', async () => {
		const company = await openCompany(open, TWO);
		const { requestId } = await company.ask();
		await company.at('2026-03-02T11:05Z');
		const [first] = await eventsOf(company, 'escalation.notify');
		await company.say(requestId, { kind: 'responded' });
		await company.at('2026-03-02T14:35Z');
		const shown = await pageOf(company, first?.notificationId ?? '');
		expect(shown.html).toContain('resolution, Monday, 2 March 2026 at 14:00 (UTC)');
		expect(shown.html).toMatch(/Tom, [^<]+ at 14:00 \(UTC\)\nHanna, /);
		await take(company, requestId, 'hanna');
		expect((await pageOf(company, first?.notificationId ?? '')).html).toContain('Hanna is seeing to it');
		await company.say(requestId, { kind: 'resolved' });
		expect((await pageOf(company, first?.notificationId ?? '')).html).toContain('This request is settled');
	});

	it('to somebody who has left, or whose department passed it on: nothing', async () => {
		const company = await openCompany(open, FIRST);
		const { requestId } = await company.ask();
		await company.at('2026-03-02T11:05Z');
		const [told] = await eventsOf(company, 'escalation.notify');
		await company.say(requestId, { kind: 'handedOff', departmentId: 'hr', assignee: 'rosa' });
		const passedOn = await pageOf(company, told?.notificationId ?? '');
		expect(passedOn.html).toContain('This request was passed on');
		expect(passedOn.html).not.toMatch(/Rosa|<form/);
		unwrap((await saveMembers(company.engine, [{ id: 'tom', active: false }]))[0]);
		expect((await pageOf(company, told?.notificationId ?? '')).status).toBe(404);
	});

	it('a summary counts a request once, however often it was told of', async () => {
		const again = { again: true, countedIn: 'elapsed', targets: [{ kind: 'assignee' }] };
		const company = await openCompany(open, {
			...FIRST,
			policy: { levels: Array.from({ length: 20 }, () => ({ ...again, delay: '1 min' })) },
		});
		await company.ask();
		await company.at('2026-03-02T12:00Z');
		const rows = await company.engine.store.read((db) =>
			db.selectFrom('event').select(['id', 'data']).where('type', '=', 'escalation.summary').execute(),
		);
		expect(rows.length).toBeGreaterThan(0);
		for (const { id, data } of rows) {
			const summary = JSON.parse(data) as EventData['escalation.summary'];
			expect([summary.count, summary.worst.length]).toEqual([1, 1]);
			expect((await summaryNow(company.engine, id, summary)).count).toBe(1);
		}
	});

	it('a mail that was withdrawn before it left has told nobody', async () => {
		const company = await openCompany(open, { ...FIRST, listens: false });
		await listen(company, 'asleep', ['escalation.notify', 'escalation.standDown']);
		const uma = { id: 'uma', name: 'Uma', email: 'uma@acme.example', departmentId: 'it', managerId: 'hanna' };
		unwrap((await saveMembers(company.engine, [uma]))[0]);
		const { requestId } = await company.ask();
		await company.at('2026-03-02T11:05Z');
		await company.say(requestId, { kind: 'assigned', assignee: 'uma' });
		const told = (await eventsOf(company, 'escalation.notify')).at(-1) as EventData['escalation.notify'];
		expect(told.memberId).toBe('uma');
		expect((await briefingOf(company.engine, told)).toldBefore).toEqual([]);
		expect((await pageOf(company, told.notificationId)).html).not.toMatch(/Notified so far<\/dt>\s*<dd>Tom/);
	});

	it('that nobody was found is not said of a run that has sent its hundred', async () => {
		const again = { delay: '1 min', countedIn: 'elapsed', again: true, targets: [{ kind: 'assignee' }] };
		const company = await openCompany(open, {
			...FIRST,
			staysAlive: true,
			policy: {
				levels: Array.from({ length: 20 }, () => again),
				repeat: 20,
				exhaustedAfter: '1 min',
				acknowledgedFor: '1h',
			},
		});
		const { requestId } = await company.ask();
		await company.at('2026-03-02T13:30Z');
		await take(company, requestId, 'tom');
		await company.at('2026-03-03T16:00Z');
		expect(await eventsOf(company, 'escalation.nobody')).toEqual([]);
		expect(await eventsOf(company, 'escalation.exhausted')).toHaveLength(2);
	});

	it('who is next names whoever had taken it on, and the mail says that they had', async () => {
		const company = await openCompany(open, {
			...FIRST,
			staysAlive: true,
			policy: {
				acknowledgedFor: '1h',
				repeat: 1,
				repeatAfter: '1h',
				levels: [{ targets: [{ kind: 'assignee' }] }],
			},
		});
		const { requestId } = await company.ask();
		await company.at('2026-03-02T11:05Z');
		await take(company, requestId, 'rosa');
		await company.at('2026-03-02T12:06Z');
		const told = (await eventsOf(company, 'escalation.notify')).at(-1) as EventData['escalation.notify'];
		const briefing = await briefingOf(company.engine, told);
		expect(briefing.takenBefore).toBe('Rosa');
		expect([...(briefing.next?.names ?? [])].sort()).toEqual(['Rosa', 'Tom']);
	});

	it('an alarm after an acknowledgement that expired does not say that nobody had taken it on', async () => {
		const company = await openCompany(open, {
			...FIRST,
			policy: { acknowledgedFor: '1h', levels: [{ targets: [{ kind: 'assignee' }] }] },
		});
		const { requestId } = await company.ask();
		await company.at('2026-03-02T11:05Z');
		await take(company, requestId, 'hanna');
		await company.at('2026-03-02T14:00Z');
		const [alarm] = company.arrived.flatMap(({ event }) =>
			event.type === 'escalation.exhausted' ? [event] : [],
		);
		expect(alarm).toBeDefined();
		const { mail } = onEveryChannel((channel) => channel.alarm(alarm as NonNullable<typeof alarm>, 'UTC'));
		expect(mail).toMatchObject({ text: expect.stringContaining('nobody is seeing to it') });
		expect(mail).not.toMatchObject({ text: expect.stringContaining('taken ownership') });
	});
});
