import type { Delivery } from '../../engine/timeline';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { embeddedEngine, pack } from '../support/n8n-engine';
import { activateTrigger } from '../support/n8n-trigger';
import { ROOT } from './markdown';
import { at, byId, errorOf, next, open, request, run, TIMEZONE } from './play';
import { surveyStory } from './survey-story';

/** The one story that all examples of the docs are taken from: the sample company, around Easter 2026, in Berlin. */

const sample = (name: string) =>
	JSON.parse(readFileSync(join(ROOT, 'workflows', `sample-${name}.json`), 'utf8')) as Record<
		string,
		IDataObject[]
	>;

export interface Told {
	/** Outputs by the name the docs use. */
	readonly examples: ReadonlyMap<string, unknown>;
	/** `<message>`: what users meet, as the nodes say it. */
	readonly errors: readonly string[];
}

export async function tell(): Promise<Told> {
	const examples = new Map<string, unknown>();
	await at('2026-03-31T08:00Z');
	await setUpCompany(examples);
	await slaStory(examples);
	await escalationStory(examples);
	await deadLetter(examples);
	await surveyStory(examples);
	return { examples, errors: await faults() };
}

async function setUpCompany(examples: Map<string, unknown>): Promise<void> {
	const company = sample('company');
	const promises = sample('promises');
	const imported = await run('icrmDirectory', { resource: 'company', operation: 'import' }, [company]);
	examples.set('company-import', imported[0]);
	const [calendar] = await run('icrmDirectory', {
		resource: 'calendar',
		operation: 'upsert',
		id: 'shanghai-office',
		name: 'Shanghai, office hours',
		timezone: { __rl: true, mode: 'name', value: 'Asia/Shanghai' },
		workingHours: {
			rows: [
				{ days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '9:00', to: '12:00' },
				{ days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '13:00', to: '18:00' },
			],
		},
		holidays: '2026-10-01 National Day\n2026-10-02 National Day',
		overrides: '2026-10-10 09:00-12:00, 13:00-18:00 Makeup working day\n2026-12-31 09:00-12:00',
	});
	examples.set('calendar-upsert', calendar);
	const [member] = await run('icrmDirectory', { resource: 'member', operation: 'upsert', specify: 'json' }, [
		{ id: 'E-1042', name: 'Ann Lee', email: 'Ann.Lee@acme.example', departmentId: 'it', managerId: 'priya' },
	]);
	examples.set('member-upsert', member);
	const [synced] = await run('icrmDirectory', { resource: 'member', operation: 'sync', source: 'ldap' }, [
		{
			ref: 'uid=eli,ou=people,dc=acme,dc=example',
			id: 'eli',
			name: 'Eli Novak',
			email: 'eli.novak@acme.example',
			department: 'IT',
			manager: 'priya',
		},
	]);
	examples.set('members-sync', synced);
	await run(
		'icrmEscalation',
		{ resource: 'policy', operation: 'upsert', specify: 'json' },
		promises.policies ?? [],
	);
	const [policy] = await run('icrmEscalation', {
		resource: 'policy',
		operation: 'upsert',
		id: 'it-default',
		name: 'IT, up the line',
		levels: {
			rows: [
				{ delay: '0 min', countedIn: 'auto', target: 'assignee' },
				{ delay: '30 min', countedIn: 'auto', target: 'manager' },
				{ delay: '2h', countedIn: 'auto', target: 'departmentHead' },
			],
		},
	});
	examples.set('policy-upsert', policy);
	await run('icrmAgreement', { operation: 'upsert', specify: 'json' }, promises.agreements ?? []);
	const [agreement] = await run('icrmAgreement', {
		operation: 'upsert',
		id: 'laptop-hr',
		name: 'Laptops for Human Resources',
		service: byId('laptop'),
		calendar: byId('germany'),
		targets: {
			rows: [
				{ metric: 'firstResponse', priority: 'any', target: '1h', countedIn: 'auto' },
				{ metric: 'resolution', priority: 'any', target: '1 working day', countedIn: 'auto' },
				{ metric: 'resolution', priority: 'urgent', target: '4h', countedIn: 'elapsed' },
			],
		},
		escalationPolicy: byId('it-default'),
		options: { customerDepartment: byId('hr'), warnAtPercent: '50, 80' },
	});
	examples.set('agreement-upsert', agreement);
}

/** Tuesday: a request nobody answers, seen by the SLA trigger. */
async function slaStory(examples: Map<string, unknown>): Promise<void> {
	const trigger = await activateTrigger({
		type: 'icrmSlaTrigger',
		parameters: { events: ['clock.warning', 'clock.breached', 'clock.missed', 'request.handedOff'] },
		timezone: TIMEZONE,
	});
	const seen = { count: 0 };
	await at('2026-03-31T12:00Z');
	await open('HELP-4710');
	await at('2026-03-31T13:36Z');
	await next(trigger, seen, 'clock.warning');
	await at('2026-03-31T14:00:02Z');
	examples.set('clock-breached', await next(trigger, seen, 'clock.breached'));
	await request('handOff', 'HELP-4710', {
		toDepartment: byId('finance'),
		note: 'The purchase has to be approved first',
		options: { actor: 'tom' },
	});
	examples.set('request-handed-off', await next(trigger, seen, 'request.handedOff'));
	await request('resolve', 'HELP-4710');
	await next(trigger, seen, 'clock.missed');
	await trigger.close();
}

/** Thursday before Easter: one request that goes well, and one that escalates. */
async function escalationStory(examples: Map<string, unknown>): Promise<void> {
	const trigger = await activateTrigger({
		type: 'icrmEscalationTrigger',
		parameters: { events: ['escalation.notify', 'escalation.acknowledged'] },
		timezone: TIMEZONE,
	});
	const seen = { count: 0 };
	await at('2026-04-02T12:00Z');
	const [opened] = await open('HELP-4711', { description: 'She starts on 13 April, and works from Lyon.' });
	examples.set('request-open', opened);
	await open('HELP-4712', {
		title: 'Access to the printer on the third floor',
		description: 'It has refused my badge since this morning.\nI am in room 304 until five.',
	});
	await at('2026-04-02T12:10Z');
	const ticket = { externalRef: 'desk-17', title: 'A second screen', service: 'laptop', requester: 'luca' };
	const waits = { externalRef: 'desk-17', sourceRef: 'event-2041', state: 'waiting', department: 'finance' };
	const mirrored = await run('icrmRequest', { operation: 'mirror' }, [ticket, waits]);
	examples.set('mirror-ticket', mirrored[1]);
	await request('cancel', 'desk-17');
	await at('2026-04-02T12:20Z');
	await request('respond', 'HELP-4711', { note: 'Ordered', options: { actor: 'tom', source: 'redmine' } });
	await at('2026-04-02T14:00:01Z');
	const notify = await next(trigger, seen, 'escalation.notify');
	examples.set('escalation-notify', notify);
	examples.set('mail-text', (notify.mail as IDataObject).text);
	const [done] = await run(
		'icrmEscalation',
		{ resource: 'event', operation: 'markDone', step: 'mail sent' },
		[{ eventId: notify.eventId, subscriptionId: notify.subscriptionId }],
	);
	examples.set('mark-done', done);
	await at('2026-04-02T14:30:02Z');
	await next(trigger, seen, 'escalation.notify');
	const runId = String(notify.runId);
	const [active] = await run('icrmEscalation', { resource: 'run', operation: 'get', runId });
	examples.set('run-get', active);
	await at('2026-04-02T14:41Z');
	const acknowledge = { resource: 'run', operation: 'acknowledge', runId, by: byId('priya') };
	const [acknowledged] = await run('icrmEscalation', acknowledge);
	examples.set('run-acknowledge', acknowledged);
	examples.set('escalation-acknowledged', await next(trigger, seen, 'escalation.acknowledged'));
	await trigger.close();

	await at('2026-04-07T08:00Z');
	await request('pause', 'HELP-4711', { reason: 'Waiting for the customer' });
	await at('2026-04-07T12:00Z');
	await request('resume', 'HELP-4711');
	await request('handOff', 'HELP-4711', { toDepartment: byId('finance'), note: 'Needs an approval' });
	const [explained] = await request('explain', 'HELP-4711');
	const { clocks, hops, facts } = explained as Record<string, IDataObject[]>;
	examples.set(
		'explain-clock',
		clocks?.find(({ metric }) => metric === 'resolution'),
	);
	examples.set('explain-hops', hops);
	examples.set('explain-facts', facts?.slice(0, 2));
	const drawn = await run('icrmEscalation', {
		resource: 'policy',
		operation: 'preview',
		policy: byId('up-the-line'),
		department: byId('it'),
		assignee: byId('tom'),
		from: '2026-04-02T16:30',
		picture: true,
	});
	examples.set(
		'policy-preview',
		drawn.map(({ picture: _picture, ...step }) => step),
	);
	examples.set('policy-picture', drawn[0]?.picture);
}

/** A workflow that fails every time. */
async function deadLetter(examples: Map<string, unknown>): Promise<void> {
	const engine = await embeddedEngine();
	const { claimDeliveries, failDelivery, saveSubscription, MAX_ATTEMPTS } = pack();
	const id = 'rT5kWbPq:0c1d9a44-7a2c-4c39-8f0b-8a2d6f0f1c55';
	await engine.transaction((trx) =>
		saveSubscription(trx, { id, types: ['request.cancelled'], filter: {}, label: 'docs' }, engine.now()),
	);
	// Of a workflow that somebody deletes while the event is on its way to it.
	const gone = {
		id: 'kX2mQvTn:5e0c7f2b-90d1-1b7e-8a35-1f6d2c4b9e10',
		types: ['request.cancelled', 'request.reopened'] as const,
		filter: { departmentIds: ['it'] },
		label: 'Old alerts: SLA (ICRM) Trigger',
	};
	await engine.transaction((trx) => saveSubscription(trx, gone, engine.now()));
	await request('cancel', 'HELP-4712', { reason: 'The printer is back' });
	for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
		const [delivery] = await claimDeliveries(engine, id, 1, 60_000);
		if (!delivery) throw new Error('nothing to deliver');
		if (attempt === 1) examples.set('report-failed', await reportFailed(delivery));
		await failDelivery(engine, delivery, 'the execution failed: getaddrinfo ENOTFOUND smtp.acme.example');
		jest.setSystemTime(Date.now() + 30 * 60_000);
	}
	const [dead] = await run('icrmAdmin', { resource: 'delivery', operation: 'getAll', state: 'dead' });
	const { data: _data, ...shown } = dead ?? {};
	examples.set('delivery-dead', shown);
	const listed = await run('icrmAdmin', { resource: 'subscription', operation: 'getAll', returnAll: true });
	const item = listed.find(({ subscriptionId }) => subscriptionId === gone.id) ?? {};
	examples.set('subscription-gone', item);
	examples.set(
		'subscription-deleted',
		(await run('icrmAdmin', { resource: 'subscription', operation: 'delete' }, [item]))[0],
	);
}

/** What stands at the error output of a step that could not send. */
async function reportFailed({ event, subscriptionId, attempt }: Delivery): Promise<unknown> {
	const error = 'getaddrinfo ENOTFOUND smtp.acme.example';
	const item = { eventId: event.id, subscriptionId, attempt, error };
	return (await run('icrmRequest', { resource: 'event', operation: 'reportFailed' }, [item]))[0];
}

/** A calendar that opens on one day of April 2026, and never again. */
const onOneDay = (id: string): INodeParameters => ({
	resource: 'calendar',
	operation: 'upsert',
	id,
	name: 'Project days',
	timezone: { __rl: true, mode: 'name', value: TIMEZONE },
	workingHours: {},
	overrides: '2026-04-30 09:00-17:00',
});

/** Of a subscription that there is not, and of one whose trigger listens. */
async function faultsOfSubscriptions(): Promise<string[]> {
	const engine = await embeddedEngine();
	const subscription = { id: 'alive', types: ['clock.breached'] as const, filter: {}, label: 'Alerts' };
	await engine.transaction((trx) => pack().saveSubscription(trx, subscription, engine.now()));
	const remove = (subscriptionId: string) =>
		errorOf('icrmAdmin', { resource: 'subscription', operation: 'delete', subscriptionId });
	return [await remove('s'), await remove('alive')];
}

/** Of an event that there is, on its way elsewhere, or at an attempt that there never was. */
async function faultsOfEvents(): Promise<string[]> {
	const [dead] = await run('icrmAdmin', { resource: 'delivery', operation: 'getAll', state: 'dead' });
	const [eventId, subscriptionId] = [String(dead?.eventId), String(dead?.subscriptionId)];
	const event = (more: INodeParameters) => ({ resource: 'event', eventId, subscriptionId, ...more });
	return [
		await errorOf('icrmRequest', event({ operation: 'markDone', subscriptionId: 's' })),
		await errorOf('icrmRequest', event({ operation: 'reportFailed', attempt: '99' })),
	];
}

/** What the pages' tables of errors list. */
async function faults(): Promise<string[]> {
	const agreement = {
		operation: 'upsert',
		id: 'laptop-2',
		service: byId('expense-claim'),
		calendar: byId('germany'),
	};
	const target = (text: string) => ({
		targets: { rows: [{ metric: 'resolution', priority: 'any', target: text, countedIn: 'auto' }] },
	});
	const policy = (delay: string) => ({
		resource: 'policy',
		operation: 'upsert',
		id: 'p',
		levels: { rows: [{ delay, countedIn: 'auto', target: 'assignee' }] },
	});
	const calendar = {
		resource: 'calendar',
		operation: 'upsert',
		id: 'c',
		name: 'C',
		timezone: { __rl: true, mode: 'name', value: 'Europe/Berlin' },
	};
	const member = (more: IDataObject) => ({
		resource: 'member',
		operation: 'upsert',
		specify: 'json',
		json: JSON.stringify({ id: 'E-7', name: 'New', email: 'new@acme.example', departmentId: 'it', ...more }),
	});
	const fact = (operation: string, key: string, more: INodeParameters = {}) => ({
		operation,
		request: byId(key),
		...more,
	});
	const saveSurvey = (options: INodeParameters) => ({ resource: 'survey', operation: 'upsert', options });
	await run('icrmDirectory', onOneDay('project'));
	const invite = (members: string) => ({
		resource: 'invitation',
		operation: 'invite',
		survey: byId('internal-nps'),
		department: byId('it'),
		recipients: 'members',
		members,
		subject: 'Working with IT',
	});
	return [
		await errorOf('icrmRequest', { operation: 'mirror', notice: '{"externalRef": "desk-99"}' }),
		await errorOf('icrmDirectory', member({ departmentId: 'ti' })),
		await errorOf('icrmDirectory', member({ managerId: 'E-7' })),
		await errorOf('icrmDirectory', member({ email: 'tom.becker@acme.example' })),
		await errorOf('icrmDirectory', { ...calendar, holidays: 'New Year 2026-01-01' }),
		await errorOf('icrmDirectory', {
			...calendar,
			timezone: { __rl: true, mode: 'name', value: 'Berlin' },
		}),
		await errorOf('icrmDirectory', { resource: 'company', operation: 'import', company: '[]' }),
		await errorOf('icrmAgreement', { ...agreement, ...target('2 days 4 hours') }),
		await errorOf('icrmAgreement', { ...agreement, ...target('90') }),
		await errorOf('icrmAgreement', { ...agreement, service: byId('laptop'), ...target('4h') }),
		await errorOf('icrmAgreement', { ...agreement, calendar: byId('berlin'), ...target('4h') }),
		await errorOf('icrmRequest', fact('get', 'HELP-1')),
		await errorOf('icrmRequest', {
			operation: 'open',
			title: 'Laptop',
			service: byId('laptop'),
			options: { externalUrl: 'desk/4711' },
		}),
		await errorOf('icrmRequest', fact('pause', 'HELP-4710')),
		await errorOf('icrmRequest', fact('reopen', 'HELP-4712')),
		await errorOf('icrmRequest', fact('update', 'HELP-4711', { options: { when: '2026-04-01T10:00' } })),
		await errorOf(
			'icrmRequest',
			fact('waive', 'HELP-4711', { agreementKind: 'ola', reason: 'Strike', approvedBy: byId('tom') }),
		),
		await errorOf('icrmEscalation', policy('1.5 working days')),
		await errorOf('icrmEscalation', { resource: 'run', operation: 'get', runId: '4711' }),
		await errorOf('icrmAdmin', {
			resource: 'delivery',
			operation: 'retry',
			eventId: 'e',
			subscriptionId: 's',
		}),
		await errorOf('icrmAdmin', { resource: 'delivery', operation: 'retry' }),
		...(await faultsOfSubscriptions()),
		...(await faultsOfEvents()),
		await errorOf('icrmDirectory', onOneDay('germany')),
		await errorOf('icrmAgreement', { ...agreement, calendar: byId('project'), ...target('9h') }),
		await errorOf('icrmEscalation', { ...policy('1h'), levels: {} }),
		await errorOf('icrmEscalation', { ...policy('0 min'), repeat: 2 }),
		await errorOf('icrmRequest', { resource: 'event', operation: 'markDone' }),
		await errorOf('icrmEscalation', {
			resource: 'event',
			operation: 'markDone',
			eventId: 'e',
			subscriptionId: 's',
		}),
		await errorOf('icrmSurvey', {
			resource: 'event',
			operation: 'reportFailed',
			eventId: 'e',
			subscriptionId: 's',
			attempt: 'first',
		}),
		await errorOf('icrmSurvey', saveSurvey({ anonymity: 'identified' })),
		await errorOf('icrmSurvey', saveSurvey({ remindAfter: '20 days' })),
		await errorOf('icrmSurvey', saveSurvey({ minimumGroup: 2 })),
		await errorOf('icrmSurvey', { resource: 'survey', operation: 'get', survey: byId('milestone') }),
		await errorOf('icrmSurvey', invite('ann@acme.example')),
		await errorOf('icrmSurvey', invite('E-9')),
	];
}
