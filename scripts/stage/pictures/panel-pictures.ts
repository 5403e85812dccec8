import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { Editor } from '../n8n/browser';
import { NodePanel } from '../n8n/node-panel';
import type { Stage } from '../stage';
import type { Folders } from './folders';

/** One node with its panel open. */
interface PanelPicture {
	/** The file's name: `request`. */
	readonly name: string;
	readonly type: string;
	/** What the step is called on the canvas. */
	readonly step: string;
	readonly parameters: object;
	/** What a step before it hands over. */
	readonly given?: object;
	/** How n8n shows the output. */
	readonly view?: 'Schema' | 'Table' | 'JSON';
	/** Looked at, not quoted by the docs. */
	readonly onlyToLook?: true;
}

const byId = (value: string) => ({ __rl: true, mode: 'id', value });
const fromList = (value: string, cachedResultName: string) => ({
	__rl: true,
	mode: 'list',
	value,
	cachedResultName,
});
const REQUEST = 'JIRA-4712';

/** In the order in which they are taken: later ones find what earlier ones made. */
const PANELS: readonly PanelPicture[] = [
	{
		name: 'directory',
		type: 'icrmDirectory',
		step: 'Get members',
		parameters: {
			resource: 'member',
			operation: 'getAll',
			filters: { department: fromList('it', 'IT (it)') },
		},
		view: 'Table',
	},
	{
		name: 'agreement',
		type: 'icrmAgreement',
		step: 'Create or update an agreement',
		parameters: {
			operation: 'upsert',
			id: 'laptop-sla',
			name: 'Laptops for everybody',
			service: fromList('laptop', 'Laptop and equipment (laptop)'),
			calendar: fromList('germany', 'Germany, office hours (germany)'),
			escalationPolicy: fromList('up-the-line', 'Up the line (up-the-line)'),
			targets: {
				rows: [
					{ metric: 'firstResponse', priority: 'any', target: '2h', countedIn: 'auto' },
					{ metric: 'resolution', priority: 'any', target: '2 working days', countedIn: 'auto' },
				],
			},
		},
	},
	{
		name: 'request',
		type: 'icrmRequest',
		step: 'Open request',
		parameters: {
			operation: 'open',
			title: 'Laptop for the new colleague',
			service: fromList('laptop', 'Laptop and equipment (laptop)'),
			requester: { __rl: true, mode: 'email', value: 'helena.vogt@acme.example' },
			priority: 'high',
			options: { externalRef: REQUEST },
		},
	},
	{
		name: 'explain',
		type: 'icrmRequest',
		step: 'Explain due time',
		parameters: { operation: 'explain', request: byId(REQUEST) },
	},
	{
		name: 'requests',
		type: 'icrmRequest',
		step: 'Get requests',
		parameters: { operation: 'getAll', sort: 'due', filters: { dueBefore: '2030-01-01T00:00:00' } },
		view: 'Table',
		onlyToLook: true,
	},
	{
		name: 'mark-done',
		type: 'icrmRequest',
		step: 'Mark event as done',
		parameters: { resource: 'event', operation: 'markDone', step: 'mail sent' },
		given: { eventId: 'e', subscriptionId: 'manual:test', attempt: 1 },
		onlyToLook: true,
	},
	{
		name: 'report-failed',
		type: 'icrmRequest',
		step: 'Report event as failed',
		parameters: { resource: 'event', operation: 'reportFailed' },
		given: {
			eventId: 'e',
			subscriptionId: 'manual:test',
			attempt: 1,
			error: 'getaddrinfo ENOTFOUND smtp.acme.example',
		},
		onlyToLook: true,
	},
	{
		name: 'escalation',
		type: 'icrmEscalation',
		step: 'Preview a policy',
		parameters: {
			resource: 'policy',
			operation: 'preview',
			policy: fromList('up-the-line', 'Up the line (up-the-line)'),
			department: fromList('it', 'IT (it)'),
			assignee: fromList('tom', 'Tom Becker (tom)'),
			from: '2026-04-02T16:30:00',
		},
		view: 'Table',
	},
	{
		name: 'survey',
		type: 'icrmSurvey',
		step: 'Create or update a survey',
		parameters: {
			resource: 'survey',
			operation: 'upsert',
			options: { delay: '1 working day', remindAfter: '5 days' },
		},
	},
	{
		name: 'admin',
		type: 'icrmAdmin',
		step: 'Get deliveries',
		parameters: { resource: 'delivery', operation: 'getAll', state: 'done' },
	},
	{
		name: 'admin-retry',
		type: 'icrmAdmin',
		step: 'Retry a delivery',
		parameters: { resource: 'delivery', operation: 'retry' },
		given: { eventId: 'e', subscriptionId: 's' },
		onlyToLook: true,
	},
];

/** Triggers: what *Execute step* shows of what has happened on the stage. */
const TRIGGERS: readonly Pick<PanelPicture, 'name' | 'type' | 'step' | 'parameters'>[] = [
	{
		name: 'sla-trigger',
		type: 'icrmSlaTrigger',
		step: 'SLA (ICRM) Trigger',
		parameters: {
			events: ['clock.warning', 'clock.breached', 'clock.recovered', 'clock.waived', 'clock.cancelled'],
		},
	},
	{
		name: 'escalation-trigger',
		type: 'icrmEscalationTrigger',
		step: 'ICRM Escalation Trigger',
		parameters: {},
	},
	{ name: 'survey-trigger', type: 'icrmSurveyTrigger', step: 'ICRM Survey Trigger', parameters: {} },
];

const at = (page: Page, testId: string) => page.locator(`[data-test-id="${testId}"]`);

/**
 * Opens the panel of every node, executes it where that works, and takes its picture.
 * @param isWanted by the picture's name
 */
export async function takePanels(
	stage: Stage,
	editor: Editor,
	folders: Folders,
	isWanted: (name: string) => boolean,
): Promise<void> {
	const fileOf = ({ name, onlyToLook }: Pick<PanelPicture, 'name' | 'onlyToLook'>) =>
		join(onlyToLook ? folders.looked : folders.quoted, `${name}.png`);
	for (const picture of PANELS.filter(({ name }) => isWanted(name))) {
		await draw(stage, editor, picture);
		await at(editor.page, 'node-execute-button').click();
		await shoot(editor.page, fileOf(picture), picture.view);
	}
	for (const picture of TRIGGERS.filter(({ name }) => isWanted(name))) {
		await draw(stage, editor, picture);
		const { page } = editor;
		await at(page, 'node-execute-button').first().click();
		await shoot(page, fileOf(picture), 'Schema');
		await page.locator('[data-test-id="parameter-input-events"] .el-select').click();
		await page.waitForTimeout(800);
		await page.screenshot({ path: join(folders.looked, `${picture.name}-events.png`) });
		await page.keyboard.press('Escape');
	}
	if (isWanted('node-panel')) {
		const panel = await NodePanel.open(stage.api, editor);
		await panel.search('sla');
		await panel.panel.screenshot({ path: join(folders.quoted, 'node-panel.png') });
	}
}

/** A trigger alone, or behind a manual trigger and what hands something over. */
async function draw(stage: Stage, editor: Editor, picture: PanelPicture): Promise<void> {
	const { step, type, parameters, given } = picture;
	const node = (name: string, kind: string, x: number, values: object, typeVersion = 1) => ({
		id: `n${x}`,
		name,
		type: kind,
		typeVersion,
		position: [x, 0],
		parameters: values,
	});
	const own = node(step, `n8n-nodes-icrm.${type}`, 480, parameters);
	const start = node('Start', 'n8n-nodes-base.manualTrigger', 0, {});
	const before = node(
		'The item',
		'n8n-nodes-base.set',
		240,
		{ mode: 'raw', jsonOutput: JSON.stringify(given), options: {} },
		3.4,
	);
	const nodes = type.endsWith('Trigger') ? [own] : given ? [start, before, own] : [start, own];
	const lines = nodes.slice(0, -1).map(({ name }, index) => {
		const line = { node: nodes[index + 1]?.name, type: 'main', index: 0 };
		return [name, { main: [[line]] }];
	});
	const { id } = await stage.api.createWorkflow({
		name: `Picture: ${picture.name}`,
		nodes,
		connections: Object.fromEntries(lines) as object,
		settings: { executionOrder: 'v1' },
	});
	await editor.openWorkflow(id);
	await editor.page.locator(`[data-test-id="canvas-node"][data-node-name="${step}"]`).dblclick();
	await at(editor.page, 'ndv').waitFor();
}

/** When the output is there, and the toast that says so is not. */
async function shoot(page: Page, path: string, view: PanelPicture['view'] = 'Schema'): Promise<void> {
	const output = at(page, 'output-panel');
	await output
		.locator('[data-test-id="node-run-status-success"], [data-test-id="node-run-status-danger"]')
		.first()
		.waitFor({ timeout: 90_000 });
	// Where the output has one view only, n8n hides the choice.
	const choice = output.getByText(view, { exact: true }).first();
	if (await choice.isVisible()) await choice.click();
	await page.addStyleTag({ content: '.el-notification, .n8n-toast { display: none !important }' });
	await page.waitForTimeout(1_000);
	await page.screenshot({ path });
}
