import { createEngine } from '../../engine/engine';
import type { EventType } from '../../engine/event';
import {
	acknowledgeDelivery,
	acknowledgeQuery,
	acknowledgeRuns,
	answerQuery,
	answerSurveyPage,
	backoffMs,
	claimDeliveries,
	ESCALATION_EVENTS,
	failDelivery,
	fireTimers,
	importCompany,
	listInvitations,
	MAX_ATTEMPTS,
	mirrorTickets,
	openRequests,
	reachMilestones,
	READY_MADE_SURVEYS,
	recordFacts,
	recordSteps,
	saveAgreements,
	saveCalendars,
	saveMembers,
	savePolicies,
	saveServices,
	saveSubscription,
	saveSurveys,
	SLA_EVENTS,
	SURVEY_EVENTS,
	syncAbsences,
	syncMembers,
	unwrap,
	type Engine,
	type Outcome,
	type Page,
	type PageRequest,
	type StoreConfig,
} from '../../engine';
import { handlers, onOpen, reactions } from '../../engine/wiring';
import sampleCompany from '../../workflows/sample-company.json';
import samplePromises from '../../workflows/sample-promises.json';

/** An engine as a process has it, with the time in our hands. */
export interface Life {
	readonly engine: Engine;
	/** The present, epoch ms. */
	now: number;
	/** Goes on to an instant; what falls due on the way is fired when it is due, and handed to the workflow. */
	goTo(instant: number | string): Promise<void>;
}

/** What people hold in their hands: the links in mails that were sent. */
export interface Links {
	/** Of a run that nobody has taken on. */
	readonly acknowledge: string;
	/** Of an answer that was given under a name, and of one that was given without. */
	readonly identified: string;
	readonly anonymous: string;
}

const ALL = 'main:trigger';
const BROKEN = 'broken:trigger';
const at = (text: string) => Date.parse(text);
const allOf = <T>(outcomes: readonly Outcome<T>[]): T[] => outcomes.map(unwrap);

/** Opens a store as the registry does. */
export async function beginLife(config: StoreConfig, now: number): Promise<Life> {
	const time = { now };
	const engine = await createEngine(config, { now: () => time.now, reactions });
	await onOpen(engine);
	const goTo = async (instant: number | string) => {
		const to = typeof instant === 'number' ? instant : at(instant);
		for (;;) {
			const due = await engine.store.read((db) =>
				db.selectFrom('timer').select('due_at').orderBy('due_at').executeTakeFirst(),
			);
			time.now = Math.min(to, Math.max(time.now, due?.due_at ?? to));
			await work(engine);
			if (time.now === to && (due?.due_at ?? Infinity) > to) return;
		}
	};
	return Object.assign(time, { engine, goTo });
}

/** One turn of a process whose workflow does everything right. A second one listens, and is served by hand. */
async function work(engine: Engine): Promise<void> {
	await engine.transaction(async (trx) => {
		const listen = (id: string, types: readonly EventType[], label: string) =>
			saveSubscription(trx, { id, types, filter: {}, label }, engine.now());
		await listen(ALL, [...SLA_EVENTS, ...ESCALATION_EVENTS, ...SURVEY_EVENTS], 'Everything / Trigger');
		await listen(BROKEN, ['clock.breached'], 'Broken / Trigger');
	});
	await fireTimers(engine, handlers, (error) => {
		throw error;
	});
	for (const delivery of await claimDeliveries(engine, ALL, 1_000, 60_000))
		await acknowledgeDelivery(engine, delivery);
}

/**
 * Three weeks of a company in which everything happens that a store can hold, from Monday 2 March 2026 on. It ends at
 * 10:40 UTC on Monday the 23rd: a run has told two people, and a clock that is still in time is due at 11:30.
 */
export async function liveThrough(life: Life): Promise<Links> {
	await settleIn(life.engine);
	await firstMonday(life);
	await deadLetter(life);
	return await lastMonday(life, await feedback(life));
}

export const LIFE_BEGINS = at('2026-03-02T07:00Z');
export const LIFE_ENDS = at('2026-03-23T10:40Z');

async function settleIn(engine: Engine): Promise<void> {
	await importCompany(engine, sampleCompany);
	allOf(await saveServices(engine, [{ id: 'payroll-question', confidential: true }]));
	allOf(await savePolicies(engine, samplePromises.policies));
	const onlyUrgent = [{ metric: 'resolution', priority: 'urgent', target: '4h' }];
	const expenses = {
		id: 'expense-sla',
		serviceId: 'expense-claim',
		calendarId: 'china',
		targets: onlyUrgent,
	};
	allOf(await saveAgreements(engine, [...samplePromises.agreements, expenses]));
	allOf(await saveSurveys(engine, [...READY_MADE_SURVEYS, ...samplePromises.surveys]));
	// Second versions, so that what was judged by the first must still find it.
	allOf(await savePolicies(engine, [{ ...samplePromises.policies[0], name: 'Up the whole line' }]));
	allOf(
		await saveAgreements(engine, [
			{ ...samplePromises.agreements.find(({ id }) => id === 'access-sla'), warnAtPercent: [50] },
		]),
	);
	allOf(await saveSurveys(engine, [{ ...READY_MADE_SURVEYS[1], remindAfter: '6 days' }]));
	const germany = sampleCompany.calendars.find(({ id }) => id === 'germany');
	const holidays = [...(germany?.spec.holidays ?? []), { date: '2026-12-24', name: 'Christmas Eve' }];
	allOf(await saveCalendars(engine, [{ ...germany, spec: { ...germany?.spec, holidays } }]));
	const person = (id: string, more: object) => ({ id, name: id, email: `${id}@acme.example`, ...more });
	const people = await syncMembers(engine, {
		source: 'ldap',
		timezone: 'Europe/Berlin',
		rows: [
			person('vera', {
				department: 'IT',
				manager: 'jonas',
				awayFrom: '2026-03-10',
				awayUntil: '2026-04-10',
				delegate: 'tom',
			}),
			person('张伟', { id: 'zhang-wei', department: 'Finance', locale: 'zh-CN' }),
		],
	});
	allOf(people.rows);
	const feed = { source: 'calendar', timezone: 'Europe/Berlin' };
	const away = [
		{ ref: 'holiday-1', member: 'priya', from: '2026-03-30', until: '2026-04-02', delegate: 'tom' },
	];
	allOf((await syncAbsences(engine, { ...feed, rows: away })).rows);
}

const ask = async (engine: Engine, serviceId: string, title: string, more: object = {}): Promise<string> =>
	unwrap((await openRequests(engine, [{ serviceId, title, requester: 'luca', assignee: 'tom', ...more }]))[0])
		.requestId;
const say = async (engine: Engine, request: string, ...facts: object[]): Promise<void> =>
	void allOf(
		await recordFacts(
			engine,
			facts.map((fact) => ({ request, fact, actor: 'priya' })),
		),
	);

/** Every kind of fact, and every way in which a clock or a run can end. */
async function firstMonday({ engine, goTo }: Life): Promise<void> {
	await goTo('2026-03-02T08:00Z');
	const kept = await ask(engine, 'access', 'Access to the payroll', { externalRef: 'T-1' });
	const late = await ask(engine, 'laptop', 'Laptop: “quiet”, with \\ and 中文 keyboard', {
		priority: 'high',
	});
	const waived = await ask(engine, 'laptop', 'Laptop of a special kind');
	const cancelled = await ask(engine, 'laptop', 'Laptop after all not');
	await ask(engine, 'access', 'Access that nobody cares about');
	const taken = await ask(engine, 'access', 'Access for the auditors');
	await ask(engine, 'expense-claim', 'Taxi', { assignee: undefined });
	const moved = await ask(engine, 'onboarding', 'A new colleague', { assignee: undefined });
	await goTo('2026-03-02T08:30Z');
	await say(
		engine,
		kept,
		{ kind: 'responded', note: 'We look into it' },
		{ kind: 'updated', note: 'Found it' },
	);
	await say(engine, waived, {
		kind: 'waived',
		metric: 'resolution',
		reason: 'Not built any more',
		approvedBy: 'jonas',
	});
	// Filed as a laptop at first: the clocks of that promise are withdrawn, or go on under the right one.
	const misfiled = await ask(engine, 'laptop', 'Access to the warehouse');
	await say(engine, misfiled, { kind: 'corrected', serviceId: 'expense-claim', title: 'A train ticket' });
	await say(engine, misfiled, { kind: 'unassigned' });
	await say(engine, cancelled, { kind: 'cancelled', reason: 'Mine is fine' });
	await say(
		engine,
		moved,
		{ kind: 'assigned', assignee: 'miriam' },
		{ kind: 'priorityChanged', priority: 'urgent' },
	);
	await say(engine, moved, {
		kind: 'handedOff',
		departmentId: 'it',
		assignee: 'tom',
		note: 'An account first',
	});
	await goTo('2026-03-02T09:40Z');
	const runs = await engine.store.read((db) => db.selectFrom('escalation_run').selectAll().execute());
	allOf(
		await acknowledgeRuns(
			engine,
			runs.filter((run) => run.request_id === taken).map(({ id }) => ({ runId: id, by: 'priya' })),
		),
	);
	await goTo('2026-03-02T10:30Z');
	await say(engine, kept, { kind: 'resolved', note: 'Done' });
	await say(engine, late, { kind: 'responded' }, { kind: 'paused', reason: 'Out of stock' });
	allOf(
		await mirrorTickets(engine, [
			{
				externalRef: 'redmine-7',
				title: 'Mirrored',
				service: 'laptop',
				requester: 'luca',
				sourceRef: '7-created',
			},
			{ externalRef: 'redmine-7', state: 'waiting', sourceRef: '7-journal-1' },
			{ externalRef: 'redmine-7', state: 'solved', sourceRef: '7-journal-2' },
			{
				externalRef: 'redmine-7',
				state: 'open',
				note: 'It came back',
				sourceRef: '7-journal-3',
				heardUpTo: engine.now(),
			},
		]),
	);
	await goTo('2026-03-02T14:00Z');
	await say(engine, late, { kind: 'resumed' });
	await goTo('2026-03-06T12:00Z');
	await say(engine, late, { kind: 'resolved' });
}

/** A workflow that fails all night, until its event is given up. What else comes, it records as done. */
async function deadLetter({ engine, goTo }: Life): Promise<void> {
	let victim: string | undefined;
	for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
		for (const delivery of await claimDeliveries(engine, BROKEN, 100, 60_000)) {
			const eventId = delivery.event.id;
			victim ??= eventId;
			if (eventId === victim) await failDelivery(engine, delivery, 'the mail server said no');
			else
				allOf(
					await recordSteps(engine, [
						{ subscriptionId: BROKEN, eventId, step: 'mail sent', acknowledge: true },
					]),
				);
		}
		await goTo(engine.now() + backoffMs(attempt));
	}
}

/** Asked and expired; asked, reminded and answered; planned. Returns the link of the anonymous answer. */
async function feedback(life: Life): Promise<string> {
	const { engine, goTo } = life;
	const reach = async (surveyId: string, name: string, externalRef?: string) => {
		const milestone = { name, externalRef, departmentId: 'it', customerDepartmentIds: ['hr', 'finance'] };
		allOf(await reachMilestones(engine, [{ milestone, surveyId, atMostOnceInDays: 0 }]));
	};
	await goTo('2026-03-09T09:00Z');
	await reach('try-it-out', 'Telephones replaced');
	await goTo('2026-03-12T09:00Z');
	await reach('internal-nps', 'Go-live of the new CRM', 'P-1');
	await goTo('2026-03-13T09:00Z');
	const link = await answerAs(life, 'luca', 'internal-nps', { rating: '9', comment: 'Es läuft – 很好' });
	await goTo('2026-03-20T09:00Z');
	await reach('milestone-csat', 'Network modernised', 'P-2');
	allOf(await saveMembers(engine, [{ id: 'liu-yang', active: false }]));
	return link;
}

/** What is open when it ends: a run at work and one that was taken on, a clock in time, one that is paused, an answer that can be changed. */
async function lastMonday(life: Life, anonymous: string): Promise<Links> {
	const { engine, goTo } = life;
	await goTo('2026-03-20T12:00Z');
	for (const requester of ['nora', 'sun-hao'])
		await say(engine, await ask(engine, 'access', `Access for ${requester}`, { requester }), {
			kind: 'resolved',
		});
	await goTo('2026-03-23T08:00Z');
	const breached = await ask(engine, 'laptop', 'Laptop that is late', {
		externalRef: 'T-late',
		externalUrl: 'https://desk.acme.example/T-late',
		description: 'She starts on Monday.\n从里昂工作。',
	});
	const taken = await ask(engine, 'laptop', 'Laptop that somebody sees to');
	await say(engine, await ask(engine, 'contract-review', 'Contract', { assignee: 'nora' }), {
		kind: 'paused',
	});
	await goTo('2026-03-23T09:30Z');
	await ask(engine, 'laptop', 'Laptop in time', { externalRef: 'T-in-time' });
	const identified = await answerAs(life, 'sun-hao', 'effort-after-request', {
		rating: '3',
		comment: 'Too many forms',
	});
	await goTo(LIFE_ENDS);
	const runs = await engine.store.read((db) =>
		db.selectFrom('escalation_run').select('id').where('request_id', '=', taken).execute(),
	);
	allOf(
		await acknowledgeRuns(
			engine,
			runs.map(({ id }) => ({ runId: id, by: 'priya' })),
		),
	);
	// One delivery is leased at this moment, by an execution that will never end; the others wait.
	await claimDeliveries(engine, BROKEN, 1, 60_000);
	const told = await engine.store.read((db) =>
		db
			.selectFrom('notification')
			.innerJoin('escalation_run', 'escalation_run.id', 'notification.run_id')
			.select('notification.id')
			.where('escalation_run.request_id', '=', breached)
			.orderBy('notification.level', 'desc')
			.executeTakeFirstOrThrow(),
	);
	return { acknowledge: await acknowledgeQuery(engine, told.id), identified, anonymous };
}

async function answerAs(life: Life, memberId: string, surveyId: string, fields: object): Promise<string> {
	const invitations = await listInvitations(life.engine, { surveyId, limit: 100 });
	const mine = invitations.find((invitation) => invitation.memberId === memberId);
	if (!mine) throw new Error(`${memberId} was not asked by '${surveyId}'`);
	const link = await answerQuery(life.engine, mine.id);
	await press(life, (request) => answerSurveyPage(life.engine, request, 'UTC'), link, fields);
	return link;
}

/** Opens the page of a link, waits the two seconds that a person needs, and sends its form. */
export async function press(
	life: Life,
	answer: (request: PageRequest) => Promise<{ readonly page: Page }>,
	link: string,
	fields: object,
): Promise<Page> {
	const request: PageRequest = {
		method: 'GET',
		query: { token: link.replace('token=', '') },
		headers: {},
		body: {},
	};
	const { html } = (await answer(request)).page;
	const nonce = /name="nonce" value="([^"]+)"/.exec(html)?.[1];
	if (!nonce) throw new Error(`the page has no form: ${html}`);
	life.now += 2_000;
	const headers = { 'content-type': 'application/x-www-form-urlencoded' };
	return (await answer({ ...request, method: 'POST', headers, body: { nonce, ...fields } })).page;
}
