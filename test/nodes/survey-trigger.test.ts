import { WebhookContext } from 'n8n-core';
import type { IDataObject, INode, INodeParameters, IWebhookFunctions } from 'n8n-workflow';
import { importCompany } from '../../engine/directory';
import { unwrap } from '../../engine/outcome';
import type { StoreConfig } from '../../engine/store';
import { READY_MADE_SURVEYS, reachMilestones, saveSurveys } from '../../engine/survey';
import { queryInvitations } from '../../engine/survey/invitation-repository';
import { responsesOf } from '../../engine/survey/response-repository';
import { listDeliveries } from '../../engine/timeline';
import { onBothDatabases, type Harness, type OpenCompany } from '../support/harness';
import { additionalData, nodeType, pack, runNode, workflowOf, type NodeSetup } from '../support/n8n-engine';
import { activateTrigger, type ActiveTrigger } from '../support/n8n-trigger';

// Only the date is ours: timers are real, or nothing would ever arrive.
const OTHERS =
	'setTimeout clearTimeout setInterval clearInterval setImmediate clearImmediate nextTick queueMicrotask performance hrtime';
jest.useFakeTimers({ now: Date.parse('2026-03-02T09:00Z'), doNotFake: OTHERS.split(' ') as never });
process.env.WEBHOOK_URL = 'https://n8n.acme.example/';

const PEOPLE = {
	departments: [
		{ id: 'it', name: 'IT', headId: 'hanna' },
		{ id: 'sales', name: 'Sales' },
	],
	members: [
		{ id: 'hanna', name: 'Hanna', email: 'hanna@acme.example', departmentId: 'it' },
		{ id: 'eva', name: 'Eva', email: 'eva@acme.example', departmentId: 'sales' },
	],
};
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const ALL = ['survey.invite', 'survey.remind', 'survey.response', 'survey.lowScore'];

const credentialsFor = (config: StoreConfig) =>
	config.kind === 'sqlite'
		? { database: 'embedded', file: config.file }
		: { ...config, database: 'postgres', databaseName: config.database };

interface Visit {
	readonly method?: string;
	readonly query: Record<string, string>;
	readonly body?: unknown;
}

/** A browser at the trigger's webhook, through n8n's own context. */
async function visit(setup: NodeSetup, { method = 'GET', query, body = {} }: Visit) {
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
	const headers = method === 'POST' ? FORM : {};
	const data = Object.assign(additionalData(workflow, setup), {
		httpRequest: { method, headers, query, body, params: {} },
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
	readonly harness: Harness;
	readonly setup: NodeSetup;
	activate(parameters?: INodeParameters, mode?: 'manual'): Promise<ActiveTrigger>;
	/** Moves time, and lets the node's own pump see that it is late. */
	at(instant: string): Promise<void>;
	/** IT finishes something for Sales on Monday at nine; Eva is asked at once. */
	reach(changes?: object): Promise<void>;
}

const triggers: ActiveTrigger[] = [];

async function begin(open: OpenCompany): Promise<Story> {
	jest.setSystemTime(Date.parse('2026-03-02T09:00Z'));
	const harness = await open();
	await importCompany(harness.engine, PEOPLE);
	const credentials = credentialsFor(harness.config) as never;
	const place = { type: 'icrmSurveyTrigger', credentials, timezone: 'Europe/Berlin' };
	const { storeConfig } = require('../../dist/nodes/shared/run/store') as {
		storeConfig(fields: object): StoreConfig;
	};
	const wake = async () => {
		const engine = await pack().engineFor(storeConfig(credentials));
		await engine.transaction(async () => {});
	};
	return {
		harness,
		setup: place,
		async activate(parameters = {}, mode) {
			const trigger = await activateTrigger({ ...place, parameters, ...(mode ? { mode } : {}) });
			triggers.push(trigger);
			return trigger;
		},
		async at(instant) {
			jest.setSystemTime(Date.parse(instant));
			harness.now = Date.now();
			await wake();
		},
		async reach(changes = {}) {
			const survey = { ...READY_MADE_SURVEYS[0], delay: '0 min', ...changes };
			unwrap((await saveSurveys(harness.engine, [survey]))[0]);
			const milestone = { name: 'Office move', departmentId: 'it', customerDepartmentIds: ['sales'] };
			const reached = { milestone, surveyId: survey.id, atMostOnceInDays: 0 };
			unwrap((await reachMilestones(harness.engine, [reached]))[0]);
			await wake();
		},
	};
}

const until = async (holds: () => Promise<boolean>) => {
	while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 20));
};
const deliveries = async ({ harness }: Story, state: 'open' | 'done') =>
	(await listDeliveries(harness.engine, { state, limit: 9 })).filter(
		({ subscriptionId }) => subscriptionId === 'workflow-1:node-1',
	);
const invitationOf = async ({ harness }: Story) =>
	(await harness.engine.store.read((db) => queryInvitations(db, { limit: 1 })))[0];
const answersOf = ({ harness }: Story) =>
	harness.engine.store.read((db) => responsesOf(db, 'milestone-csat'));
const queryOf = ({ answerUrl }: IDataObject) =>
	Object.fromEntries(new URL(String(answerUrl)).searchParams.entries());
const nonceIn = ({ html }: { html: string }) => /name="nonce" value="([^"]+)"/.exec(html)?.[1] ?? '';

onBothDatabases('the ICRM Survey Trigger', (open) => {
	afterEach(async () => {
		for (const trigger of triggers.splice(0)) await trigger.close();
		await pack().closeEngines();
	});

	/** Eva is asked, and the item is there. */
	async function asked(changes: object = {}, parameters: INodeParameters = {}) {
		const story = await begin(open);
		const trigger = await story.activate({ events: ALL, ...parameters });
		await story.reach(changes);
		return { story, trigger, item: await trigger.item(0) };
	}

	/** Eva opens her page, and a person's while later sends it. */
	async function answer(story: Story, item: IDataObject, body: object, from: string, to: string) {
		const query = queryOf(item);
		await story.at(from);
		const page = await visit(story.setup, { query });
		await story.at(to);
		return await visit(story.setup, { method: 'POST', query, body: { nonce: nonceIn(page), ...body } });
	}

	it('gives one item for each person, with the mail ready and the link to the page', async () => {
		const { item } = await asked();
		expect(item.json).toMatchObject({
			eventType: 'survey.invite',
			attempt: 1,
			surveyId: 'milestone-csat',
			anonymity: 'anonymous',
			subject: 'Office move',
			departmentName: 'IT',
			customerDepartmentName: 'Sales',
			memberEmail: 'eva@acme.example',
			answerUrl: expect.stringMatching(
				/^https:\/\/n8n\.acme\.example\/webhook\/workflow-1\/node\/answer\?token=[\w-]+\.[\w-]+$/,
			),
			mail: {
				subject: expect.stringContaining('Office move'),
				text: expect.stringContaining(String(item.json.answerUrl)),
				html: expect.stringContaining('Eva'),
			},
		});
		expect(item.deduplicationKey).toBe(`icrm:workflow-1:node-1:${String(item.json.eventId)}:1`);
	});

	it('asks at most once: acknowledged before it is let go, and not again when the execution fails', async () => {
		const { story, item, trigger } = await asked();
		// The execution has not ended; a crash now would not ask again.
		expect(await deliveries(story, 'done')).toMatchObject([{ event: { type: 'survey.invite' } }]);
		item.end({ status: 'error', data: { resultData: { error: { message: 'no mail server' } } } } as never);
		await story.at('2026-03-02T16:00Z');
		expect(await deliveries(story, 'open')).toEqual([]);
		// The reminder is an event of its own.
		await story.at('2026-03-07T09:00Z');
		const reminder = await trigger.item(1);
		expect(reminder.json).toMatchObject({
			eventType: 'survey.remind',
			invitationId: item.json.invitationId,
			mail: { subject: expect.any(String) },
		});
		expect(reminder.json.answerUrl).not.toBe(item.json.answerUrl);
	});

	it('asks again when the workflow reports that nothing was sent, though it ended well', async () => {
		const { story, item, trigger } = await asked();
		const { outputs } = await runNode({
			...story.setup,
			type: 'icrmSurvey',
			parameters: { resource: 'event', operation: 'reportFailed' },
			items: [{ ...item.json, error: '550 no such mailbox' }],
		});
		expect(outputs[0]?.[0]?.json).toMatchObject({ failureRecorded: true, deliveryState: 'open' });
		item.end({ status: 'success' } as never);
		expect(await deliveries(story, 'open')).toMatchObject([{ attempt: 1, lastError: '550 no such mailbox' }]);
		await story.at('2026-03-02T09:01:00Z');
		const again = await trigger.item(1);
		expect(again.json).toMatchObject({
			eventId: item.json.eventId,
			attempt: 2,
			mail: { subject: expect.any(String) },
		});
		// Once more at most once: let go, it is acknowledged.
		expect(await deliveries(story, 'done')).toMatchObject([{ attempt: 2 }]);
	});

	it('brings what was answered until it arrives, as every other event', async () => {
		const { story, trigger, item } = await asked({ anonymity: 'identified' });
		item.end({ status: 'success' } as never);
		const body = { rating: '5', comment: 'Splendid' };
		await answer(story, item.json, body, '2026-03-02T10:00:00Z', '2026-03-02T10:00:05Z');
		const response = await trigger.item(1);
		expect(response.json).toMatchObject({
			eventType: 'survey.response',
			memberName: 'Eva',
			rating: 5,
			comment: 'Splendid',
			changed: false,
		});
		expect(response.json.mail).toBeUndefined();
		expect(await deliveries(story, 'open')).toMatchObject([{ event: { type: 'survey.response' } }]);
		response.end({ status: 'error', data: { resultData: { error: { message: 'no' } } } } as never);
		await until(async () => (await deliveries(story, 'open'))[0]?.lastError?.includes('no') ?? false);
		await story.at('2026-03-02T10:01:00Z');
		expect((await trigger.item(2)).json).toMatchObject({ eventId: response.json.eventId, attempt: 2 });
	});

	it('shows the page and changes nothing: visits, numbers pressed in the mail, a robot’s post', async () => {
		const { story, item } = await asked();
		const query = queryOf(item.json);
		const page = await visit(story.setup, { query });
		expect(page).toMatchObject({
			status: 200,
			toN8n: { noWebhookResponse: true },
			headers: { 'Cache-Control': 'no-store', 'Content-Type': 'text/html; charset=utf-8' },
		});
		expect(page.html).toContain('Office move');
		for (const rating of ['1', '2', '3', '4', '5']) await visit(story.setup, { query: { ...query, rating } });
		await visit(story.setup, { method: 'HEAD', query });
		const body = { nonce: nonceIn(page), rating: '1' };
		await story.at('2026-03-02T09:00:01.999Z');
		expect((await visit(story.setup, { method: 'POST', query, body })).status).toBe(200);
		expect(await invitationOf(story)).toMatchObject({ state: 'sent' });
		expect(await answersOf(story)).toEqual([]);
	});

	it('takes an anonymous answer from a person, and tells nobody', async () => {
		const { story, item, trigger } = await asked();
		const body = { rating: '1', comment: 'Too late' };
		const thanks = await answer(story, item.json, body, '2026-03-02T10:00:00Z', '2026-03-02T10:00:02Z');
		expect(thanks).toMatchObject({ status: 200, toN8n: { noWebhookResponse: true } });
		expect(await answersOf(story)).toMatchObject([{ rating: 1, comment: 'Too late', week: '2026-03-02' }]);
		expect((await answersOf(story))[0]?.invitationId).toBeUndefined();
		expect(await invitationOf(story)).toMatchObject({ state: 'answered' });
		await story.at('2026-03-20T09:00Z');
		expect(await deliveries(story, 'open')).toEqual([]);
		expect(trigger.emitted).toHaveLength(1);
	});

	it('raises a low score, with a mail for the head of the department', async () => {
		const { story, item, trigger } = await asked(
			{ anonymity: 'identified' },
			{ events: ['survey.invite', 'survey.lowScore'] },
		);
		const body = { rating: '1', comment: 'Too late' };
		await answer(story, item.json, body, '2026-03-02T10:00:00Z', '2026-03-02T10:00:02Z');
		expect((await trigger.item(1)).json).toMatchObject({
			eventType: 'survey.lowScore',
			rating: 1,
			comment: 'Too late',
			headEmail: 'hanna@acme.example',
			mail: {
				subject: expect.stringContaining('Office move'),
				text: expect.stringContaining('Too late'),
				html: expect.stringContaining('Hanna'),
			},
		});
	});

	it('listens to the chosen departments only, and links to its public address', async () => {
		const { story, item } = await asked(
			{},
			{ filters: { departments: 'it' }, options: { publicUrl: 'https://ask.acme.example/' } },
		);
		expect(item.json.answerUrl).toMatch(/^https:\/\/ask\.acme\.example\/webhook\/workflow-1\//);
		expect(await deliveries(story, 'done')).toHaveLength(1);
		const other = await begin(open);
		await other.activate({ events: ALL, filters: { departments: ['sales'] } });
		await other.reach();
		await other.at('2026-03-02T10:00:00Z');
		// Nobody would get it: it waits for whoever listens to IT.
		expect((await invitationOf(other))?.state).toBe('planned');
		expect([...(await deliveries(other, 'open')), ...(await deliveries(other, 'done'))]).toEqual([]);
	});

	it('has examples with the fields of the real events', async () => {
		const { story, item, trigger } = await asked({ anonymity: 'identified' });
		await answer(story, item.json, { rating: '1' }, '2026-03-02T10:00:00Z', '2026-03-02T10:00:02Z');
		const real = [item, await trigger.item(1), await trigger.item(2)].map(({ json }) => json);
		expect(new Set(real.map(({ eventType }) => eventType)).size).toBe(3);
		for (const json of real) {
			const parameters = { events: [String(json.eventType)] };
			const shown = await activateTrigger({ type: 'icrmSurveyTrigger', mode: 'manual', parameters });
			await shown.test();
			const { example: _example, ...example } = (await shown.item(0)).json;
			expect(Object.keys(example).sort()).toEqual(Object.keys(json).sort());
		}
	});

	it('shows the latest invitation in the editor, and takes nothing', async () => {
		const { story, item } = await asked();
		const manual = await story.activate({}, 'manual');
		await manual.test();
		const { json, deduplicationKey } = await manual.item(0);
		expect(json).toMatchObject({ eventId: item.json.eventId, mail: { subject: expect.any(String) } });
		expect(json.example).toBeUndefined();
		expect(deduplicationKey).toBeUndefined();
	});
});

describe('dragged in, without a credential', () => {
	it.each(ALL)('has an example of %s, with its mail', async (eventType) => {
		const parameters = { events: [eventType] };
		const trigger = await activateTrigger({ type: 'icrmSurveyTrigger', mode: 'manual', parameters });
		await trigger.test();
		const { json } = await trigger.item(0);
		expect(json).toMatchObject({ eventType, example: true, departmentName: expect.any(String) });
		if (eventType === 'survey.response') expect(json.mail).toBeUndefined();
		else expect(json.mail).toMatchObject({ text: expect.stringMatching(/^Hello (Rosa Lind|Hanna Weiss)/) });
	});

	it('offers every event the engine has, and begins with those that ask', () => {
		const events = nodeType('icrmSurveyTrigger').description.properties.find(({ name }) => name === 'events');
		const offered = events?.options?.map((option) => ('value' in option ? option.value : ''));
		expect(new Set(offered)).toEqual(new Set(pack().SURVEY_EVENTS));
		expect(events?.default).toEqual(['survey.invite', 'survey.remind']);
	});

	it('wants at least one event, and known ones', async () => {
		const activate = (events: string[]) =>
			activateTrigger({ type: 'icrmSurveyTrigger', parameters: { events } });
		await expect(activate([])).rejects.toMatchObject({ message: "'Events' is empty" });
		await expect(activate(['x.y'])).rejects.toMatchObject({ message: "There is no event 'x.y'" });
	});
});
