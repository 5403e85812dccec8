import { WebhookContext } from 'n8n-core';
import type { INode, INodeParameters, IWebhookFunctions } from 'n8n-workflow';
import { acknowledgeRuns, getRun } from '../../engine/escalation';
import type { StoreConfig } from '../../engine/store';
import { listDeliveries } from '../../engine/timeline';
import { anEvent } from '../support/events';
import { onBothDatabases, type OpenCompany } from '../support/harness';
import { openCompany, type Company } from '../support/company';
import {
	additionalData,
	embeddedEngine,
	nodeType,
	pack,
	workflowOf,
	type NodeSetup,
} from '../support/n8n-engine';
import { activateTrigger, type ActiveTrigger } from '../support/n8n-trigger';

// The nodes ask the system for the time. Only that is ours here: timers are real, or nothing would ever arrive.
const OTHERS =
	'setTimeout clearTimeout setInterval clearInterval setImmediate clearImmediate nextTick queueMicrotask performance hrtime';
jest.useFakeTimers({ now: Date.parse('2026-03-02T09:00Z'), doNotFake: OTHERS.split(' ') as never });
process.env.WEBHOOK_URL = 'https://n8n.acme.example/';

const credentialsFor = (config: StoreConfig) =>
	config.kind === 'sqlite'
		? { database: 'embedded', file: config.file }
		: { ...config, database: 'postgres', databaseName: config.database };
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

interface Answer {
	readonly status: number;
	readonly headers: Readonly<Record<string, string>>;
	readonly html: string;
	/** What `webhook()` told n8n. */
	readonly toN8n: unknown;
}

interface Visit {
	readonly method?: string;
	readonly token: string;
	readonly headers?: Record<string, string>;
	readonly body?: unknown;
}

/** A browser at the trigger's webhook, through n8n's own context. */
async function visit(
	setup: NodeSetup,
	{ method = 'GET', token, headers = {}, body = {} }: Visit,
): Promise<Answer> {
	const workflow = workflowOf(setup);
	const got = { status: 0, headers: {} as Record<string, string>, html: '' };
	const response = {
		setHeader: (name: string, value: string) => void (got.headers[name] = value),
		status(code: number) {
			got.status = code;
			return response;
		},
		end: (html: string) => void (got.html = html),
	};
	const data = Object.assign(additionalData(workflow, setup), {
		httpRequest: { method, headers, query: { token }, body, params: {} },
		httpResponse: response,
	});
	const context = new WebhookContext(
		workflow,
		workflow.getNode('Node') as INode,
		data,
		'webhook',
		{ webhookDescription: { name: method === 'POST' ? 'default' : 'setup' } } as never,
		[],
		null,
	);
	const toN8n = await nodeType(setup.type).webhook?.call(context as unknown as IWebhookFunctions);
	return { ...got, toN8n };
}

interface Story {
	readonly company: Company;
	/** A trigger on the company's database. */
	activate(type: string, parameters?: INodeParameters, mode?: 'manual'): Promise<ActiveTrigger>;
	setup(type: string, parameters?: INodeParameters): NodeSetup;
	/** Moves time, and lets the nodes' own pump see that it is late. */
	at(instant: string): Promise<void>;
	tokenOf(json: { acknowledgeUrl?: unknown }): string;
}

const triggers: ActiveTrigger[] = [];
/** Registered by each story before the harness takes its database away. */
const closeAfterwards = () =>
	afterEach(async () => {
		for (const trigger of triggers.splice(0)) await trigger.close();
		await pack().closeEngines();
	});

async function begin(open: OpenCompany): Promise<Story> {
	jest.setSystemTime(Date.parse('2026-03-02T09:00Z'));
	const company = await openCompany(open);
	const credentials = credentialsFor(company.config) as never;
	const place = { credentials, timezone: 'Europe/Berlin' };
	const setup = (type: string, parameters: INodeParameters = {}) => ({ type, parameters, ...place });
	return {
		company,
		setup,
		async activate(type, parameters, mode) {
			const trigger = await activateTrigger({ ...setup(type, parameters), ...(mode ? { mode } : {}) });
			triggers.push(trigger);
			return trigger;
		},
		async at(instant) {
			jest.setSystemTime(Date.parse(instant));
			company.now = Date.now();
			const engine = await pack().engineFor(storeOf(credentials));
			await engine.transaction(async () => {});
		},
		tokenOf: ({ acknowledgeUrl }) => new URL(String(acknowledgeUrl)).searchParams.get('token') ?? '',
	};
}

const storeOf = (fields: object): StoreConfig =>
	(require('../../dist/nodes/shared/run/store') as { storeConfig(fields: object): StoreConfig }).storeConfig(
		fields,
	);

const until = async (holds: () => Promise<boolean>) => {
	while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 20));
};

const isDone = async ({ engine }: Company, eventId: string) =>
	(await listDeliveries(engine, { state: 'done', limit: 9 })).some(
		({ subscriptionId, event }) => subscriptionId === 'workflow-1:node-1' && event.id === eventId,
	);

onBothDatabases('the SLA (ICRM) Trigger', (open) => {
	closeAfterwards();

	it('lets a breach go with its key; success settles it', async () => {
		const { company, activate, at } = await begin(open);
		const trigger = await activate('icrmSlaTrigger', { events: ['clock.breached'] });
		const { requestId } = await company.ask();
		await at('2026-03-02T11:01Z');
		const { json, deduplicationKey, waits, end } = await trigger.item(0);
		expect(json).toMatchObject({
			eventType: 'clock.breached',
			subscriptionId: 'workflow-1:node-1',
			attempt: 1,
			occurredAt: '2026-03-02T11:00:00.000Z',
			lateBySeconds: 60,
			requestId,
			metric: 'firstResponse',
			assigneeName: 'Tom',
			target: '2 h',
		});
		expect(deduplicationKey).toBe(`icrm:workflow-1:node-1:${String(json.eventId)}:1`);
		expect(waits).toBe(true);
		end({ status: 'success' } as never);
		await until(() => isDone(company, String(json.eventId)));
	});

	it('brings an event whose execution failed once more, as attempt 2', async () => {
		const { company, activate, at } = await begin(open);
		const trigger = await activate('icrmSlaTrigger', { events: ['clock.breached'] });
		await company.ask();
		await at('2026-03-02T11:01Z');
		const first = await trigger.item(0);
		first.end({ status: 'error', data: { resultData: { error: { message: 'no mail server' } } } } as never);
		await until(async () =>
			(await listDeliveries(company.engine, { state: 'open', limit: 9 })).some(
				({ lastError }) => lastError === 'the execution failed: no mail server',
			),
		);
		await at('2026-03-02T11:02Z');
		const second = await trigger.item(1);
		expect(second.json).toMatchObject({ eventId: first.json.eventId, attempt: 2 });
		expect(second.deduplicationKey).toBe(`icrm:workflow-1:node-1:${String(first.json.eventId)}:2`);
	});

	it('listens to the chosen services and departments only', async () => {
		const wanted = { departments: 'it, hr', services: ['laptop'] };
		for (const [filters, arrive] of [
			[wanted, 1],
			[{ ...wanted, services: ['desk'] }, 0],
			[{ departments: ['hr'] }, 0],
		] as const) {
			const { company, activate, at } = await begin(open);
			await activate('icrmSlaTrigger', { events: ['clock.breached'], filters: filters as never });
			await company.ask();
			await at('2026-03-02T11:01Z');
			const deliveriesTo = async (id: string) =>
				(await listDeliveries(company.engine, { state: 'open', limit: 9 })).filter(
					({ subscriptionId, event }) => subscriptionId === id && event.type === 'clock.breached',
				).length;
			// The company's own listener hears everything, in the same transaction.
			await until(async () => (await deliveriesTo('everything')) === 1);
			expect(await deliveriesTo('workflow-1:node-1')).toBe(arrive);
		}
	});
});

onBothDatabases('the ICRM Escalation Trigger', (open) => {
	closeAfterwards();

	/** Tom's laptop request is overdue, and the item that tells him is there. */
	async function notified(story: Story, parameters: INodeParameters = {}) {
		const trigger = await story.activate('icrmEscalationTrigger', parameters);
		await story.company.ask();
		await story.at('2026-03-02T11:01Z');
		const item = await trigger.item(0);
		return { trigger, item, token: story.tokenOf(item.json), runId: String(item.json.runId) };
	}
	const stateOf = async ({ company }: Story, runId: string) => (await getRun(company.engine, runId)).state;
	const nonceIn = ({ html }: Answer) => /name="nonce" value="([^"]+)"/.exec(html)?.[1] ?? '';

	it('gives one item for each person, with the mail ready and the link to the page', async () => {
		const story = await begin(open);
		const { item } = await notified(story);
		expect(item.json).toMatchObject({
			eventType: 'escalation.notify',
			memberEmail: 'tom@acme.example',
			level: 1,
			levels: 3,
			acknowledgeUrl: expect.stringMatching(
				/^https:\/\/n8n\.acme\.example\/webhook\/workflow-1\/node\/acknowledge\?token=[\w-]{34}$/,
			),
			mail: {
				subject: '[Escalation 1/3] Laptop for the new colleague: first response is overdue',
				text: expect.stringContaining('Was due: Monday, 2 March 2026 at 11:00 (UTC)'),
				html: expect.stringContaining(String(item.json.acknowledgeUrl)),
			},
		});
		expect(item.deduplicationKey).toBe(`icrm:workflow-1:node-1:${String(item.json.eventId)}:1`);
		expect(item.waits).toBe(true);
	});

	it('links to its public address where one is given', async () => {
		const story = await begin(open);
		const { item } = await notified(story, { options: { publicUrl: 'https://help.acme.example/n8n/' } });
		expect(item.json.acknowledgeUrl).toMatch(/^https:\/\/help\.acme\.example\/n8n\/webhook\/workflow-1\//);
	});

	it('shows the page and changes nothing: fifty visits, and a button pressed at once', async () => {
		const story = await begin(open);
		const { token, runId } = await notified(story);
		const setup = story.setup('icrmEscalationTrigger');
		let page = await visit(setup, { token });
		expect(page).toMatchObject({
			status: 200,
			toN8n: { noWebhookResponse: true },
			headers: { 'Cache-Control': 'no-store', 'Content-Type': 'text/html; charset=utf-8' },
		});
		expect(page.headers['Content-Security-Policy']).toContain("default-src 'none'");
		expect(page.html).toContain('Laptop for the new colleague');
		for (let visits = 0; visits < 49; visits++) page = await visit(setup, { token });
		await visit(setup, { token, method: 'HEAD' });
		const pressed = { token, method: 'POST', headers: FORM, body: { nonce: nonceIn(page) } };
		await story.at('2026-03-02T11:01:01.999Z');
		expect((await visit(setup, pressed)).html).toContain('Please press the button once more');
		expect(await stateOf(story, runId)).toBe('active');
	});

	it('takes the request on when a person presses the button; the event comes to whoever listens', async () => {
		const story = await begin(open);
		const { token, runId, trigger } = await notified(story, {
			events: ['escalation.notify', 'escalation.acknowledged'],
		});
		const setup = story.setup('icrmEscalationTrigger');
		const page = await visit(setup, { token });
		await story.at('2026-03-02T11:01:02Z');
		const pressed = { token, method: 'POST', headers: FORM, body: { nonce: nonceIn(page) } };
		const thanks = await visit(setup, pressed);
		expect(thanks).toMatchObject({ status: 200, toN8n: { noWebhookResponse: true } });
		expect(thanks.html).toContain('Thank you for seeing to it');
		expect(await stateOf(story, runId)).toBe('acknowledged');
		const { json } = await trigger.item(1);
		expect(json).toMatchObject({ eventType: 'escalation.acknowledged', acknowledgedByName: 'Tom' });
		expect(json.mail).toBeUndefined();
		expect((await visit(setup, { token })).html).toContain('You said that you are seeing to it');
	});

	it('tells somebody who comes second who has it', async () => {
		const story = await begin(open);
		const { runId, trigger, item } = await notified(story);
		item.end({ status: 'success' } as never);
		await until(() => isDone(story.company, String(item.json.eventId)));
		await story.at('2026-03-02T11:32Z');
		const hannas = story.tokenOf((await trigger.item(1)).json);
		const [outcome] = await acknowledgeRuns(story.company.engine, [{ runId, by: 'tom' }]);
		expect(outcome).toMatchObject({ ok: true, value: { changed: true } });
		const page = await visit(story.setup('icrmEscalationTrigger'), { token: hannas });
		expect(page.html).toContain('Tom is seeing to it');
	});

	it.each<[string, number, Partial<Visit>]>([
		['a forged token', 403, { token: 'e30.x' }],
		['a form that is JSON', 415, { headers: { 'content-type': 'application/json' } }],
		['a body announced too long', 413, { headers: { ...FORM, 'content-length': '30000' } }],
		['a body that is too long', 413, { body: { nonce: 'x'.repeat(30_000) } }],
	])('refuses %s', async (_what, status, changes) => {
		const story = await begin(open);
		const { token, runId } = await notified(story);
		const setup = story.setup('icrmEscalationTrigger');
		const nonce = nonceIn(await visit(setup, { token }));
		await story.at('2026-03-02T11:01:05Z');
		const answer = await visit(setup, { method: 'POST', token, headers: FORM, body: { nonce }, ...changes });
		expect(answer).toMatchObject({ status, toN8n: { noWebhookResponse: true } });
		expect(await stateOf(story, runId)).toBe('active');
	});

	it('refuses a link after thirty days', async () => {
		const story = await begin(open);
		const { token } = await notified(story);
		await story.at('2026-04-02T11:01Z');
		expect(await visit(story.setup('icrmEscalationTrigger'), { token })).toMatchObject({ status: 410 });
	});

	it('shows the latest notification in the editor, with its mail, and takes nothing', async () => {
		const story = await begin(open);
		const { item } = await notified(story);
		const manual = await story.activate('icrmEscalationTrigger', {}, 'manual');
		await manual.test();
		const { json, deduplicationKey } = await manual.item(0);
		expect(json).toMatchObject({
			eventId: item.json.eventId,
			memberName: 'Tom',
			mail: { subject: expect.any(String) },
		});
		expect(json.subscriptionId).toMatch(/^manual:/);
		expect(json.example).toBeUndefined();
		expect(deduplicationKey).toBeUndefined();
	});
});

describe('dragged in, without a credential', () => {
	it.each([
		['icrmSlaTrigger', 'clock.breached'],
		['icrmEscalationTrigger', 'escalation.notify'],
	])('%s shows an example in the editor while nothing has happened', async (type, eventType) => {
		const trigger = await activateTrigger({ type, mode: 'manual' });
		await trigger.test();
		const { json } = await trigger.item(0);
		expect(json).toMatchObject({ example: true, eventType, title: 'Laptop for the new colleague' });
		if (type === 'icrmEscalationTrigger')
			expect(json.mail).toMatchObject({ text: expect.stringContaining('Hello Tom Berger,') });
	});

	it.each([
		...pack().SLA_EVENTS.map((eventType) => ['icrmSlaTrigger', eventType]),
		...pack().ESCALATION_EVENTS.map((eventType) => ['icrmEscalationTrigger', eventType]),
	])('%s has an example of %s', async (type, eventType) => {
		const trigger = await activateTrigger({ type, mode: 'manual', parameters: { events: [eventType] } });
		await trigger.test();
		expect((await trigger.item(0)).json).toMatchObject({ eventType, example: true });
	});

	it.each([
		['icrmSlaTrigger', 'clock.met'],
		['icrmEscalationTrigger', 'escalation.stopped'],
	] as const)('%s listens on the embedded store', async (type, eventType) => {
		const trigger = await activateTrigger({ type, parameters: { events: [eventType] } });
		const engine = await embeddedEngine();
		// From when on it listens is not to be seen from outside, so it happens until it is heard.
		for (let n = 0; trigger.emitted.length === 0; n++) {
			const event = anEvent({ id: `${type}:${n}`, type: eventType, at: Date.now(), data: { n } });
			await engine.transaction((trx) => pack().appendEvents(engine, trx, [event]));
			await new Promise((resolve) => setTimeout(resolve, 20));
		}
		expect(trigger.emitted[0]?.json).toMatchObject({ eventType, subscriptionId: 'workflow-1:node-1' });
		await trigger.close();
	});

	it.each(['icrmSlaTrigger', 'icrmEscalationTrigger'])(
		'%s wants at least one event, and known ones',
		async (type) => {
			await expect(activateTrigger({ type, parameters: { events: [] } })).rejects.toMatchObject({
				message: "'Events' is empty",
			});
			await expect(activateTrigger({ type, parameters: { events: ['x.y'] } })).rejects.toMatchObject({
				message: "There is no event 'x.y'",
			});
		},
	);

	it('offers every event the engine has', () => {
		const offered = (type: string) =>
			nodeType(type)
				.description.properties.find(({ name }) => name === 'events')
				?.options?.map((option) => ('value' in option ? option.value : ''));
		expect(new Set(offered('icrmSlaTrigger'))).toEqual(new Set(pack().SLA_EVENTS));
		expect(new Set(offered('icrmEscalationTrigger'))).toEqual(new Set(pack().ESCALATION_EVENTS));
	});

	it('shows a page without a trace of what is wrong when the database is down', async () => {
		const down = { database: 'postgres', host: '127.0.0.1', port: 9, databaseName: 'icrm', user: 'icrm' };
		const setup = { type: 'icrmEscalationTrigger', credentials: down };
		const answer = await visit(setup, { token: 'x.y', headers: { 'accept-language': 'zh-CN' } });
		expect(answer).toMatchObject({ status: 503, toN8n: { noWebhookResponse: true } });
		expect(answer.html).toContain('请几分钟后再试');
		expect(answer.html).not.toMatch(/127\.0\.0\.1|Error|at /);
	});
});
