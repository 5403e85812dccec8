import { openEditor, type Editor } from '../../scripts/lib/browser';
import { runByHand } from '../../scripts/lib/stage';
import { onStage } from './stage';

const ICONS = [
	'icrmDirectory',
	'icrmRequest',
	'icrmAgreement',
	'icrmEscalation',
	'icrmSlaTrigger',
	'icrmEscalationTrigger',
	'icrmSurvey',
	'icrmSurveyTrigger',
];

describe('the real editor', () => {
	const theatre = onStage();
	let editor: Editor;
	const complaints: string[] = [];

	beforeAll(async () => {
		await runByHand(theatre.stage, 'load-sample-company', 'Load it');
		editor = await openEditor(theatre.stage.api);
		editor.page.on('pageerror', (error) => complaints.push(error.message));
	});
	afterAll(() => editor.close());

	/** A workflow of its own for each test: n8n locks one that is open elsewhere. */
	async function draw(
		name: string,
		nodes: readonly { name: string; type: string; parameters: object }[],
	): Promise<void> {
		const all = [{ name: 'Start', type: 'n8n-nodes-base.manualTrigger', parameters: {} }, ...nodes];
		const drawn = all.map((node, i) => ({ id: `n${i}`, typeVersion: 1, position: [i * 240, 0], ...node }));
		const connections = Object.fromEntries(
			all
				.slice(0, -1)
				.map((node, i) => [node.name, { main: [[{ node: all[i + 1]?.name, type: 'main', index: 0 }]] }]),
		);
		const { id } = await theatre.stage.api.createWorkflow({
			name,
			nodes: drawn,
			connections,
			settings: { executionOrder: 'v1' },
		});
		await editor.openWorkflow(id);
	}
	const at = (testId: string) => editor.page.locator(`[data-test-id="${testId}"]`);
	const node = (name: string) =>
		editor.page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`);

	it('finds the nodes under "icrm", and the first drag works without a credential', async () => {
		await draw('First drag', []);
		await editor.page.locator('.vue-flow__pane').click({ position: { x: 300, y: 100 } });
		await editor.page.keyboard.press('n');
		await at('node-creator').waitFor();
		await editor.page.keyboard.type('icrm');
		await editor.page.waitForTimeout(1_000);
		const found = (await at('node-creator-item-name').allInnerTexts()).map((text) => text.trim());
		expect(found).toEqual(
			expect.arrayContaining(['ICRM Directory', 'ICRM Request', 'ICRM Agreement', 'ICRM Escalation']),
		);

		await draw('Run it', [
			{
				name: 'People',
				type: 'n8n-nodes-icrm.icrmDirectory',
				parameters: { resource: 'member', operation: 'getAll' },
			},
		]);
		await at('execute-workflow-button').click();
		await at('canvas-node-status-success').nth(1).waitFor({ timeout: 30_000 });
		await node('People').dblclick();
		await at('output-panel').getByText('Jonas Brandt').first().waitFor({ timeout: 15_000 });
	});

	it('offers services from a list, without a credential', async () => {
		await draw('Choose', [
			{ name: 'Ask', type: 'n8n-nodes-icrm.icrmRequest', parameters: { operation: 'open' } },
		]);
		await node('Ask').dblclick();
		await at('parameter-input-service').locator('input').last().click();
		await at('rlc-item').getByText('Laptop and equipment').waitFor({ timeout: 15_000 });
	});

	it('shows an error that says what is wrong and how to mend it', async () => {
		await draw('Go wrong', [
			{
				name: 'Ask',
				type: 'n8n-nodes-icrm.icrmRequest',
				parameters: {
					operation: 'open',
					title: 'A chair',
					service: { __rl: true, mode: 'id', value: 'furniture' },
				},
			},
		]);
		await at('execute-workflow-button').click();
		await node('Ask')
			.locator('[data-test-id="canvas-node-status-mark-error"], [data-test-id="node-issues"]')
			.first()
			.waitFor({ timeout: 30_000 });
		await node('Ask').dblclick();
		expect(await at('node-error-message').innerText()).toContain("There is no service 'furniture'");
		expect(await at('node-error-description').innerText()).toContain('Choose one from the list');
	});

	it('draws each node with its own icon, another one in the dark', async () => {
		const names = new Map(ICONS.map((icon) => [icon, `Node ${icon}`]));
		await draw(
			'Icons',
			[...names].map(([icon, name]) => ({ name, type: `n8n-nodes-icrm.${icon}`, parameters: {} })),
		);
		for (const colorScheme of ['light', 'dark'] as const) {
			await editor.page.emulateMedia({ colorScheme });
			await editor.page.waitForTimeout(500);
			for (const [icon, name] of names) {
				const src = await node(name).locator('img').first().getAttribute('src');
				expect(src).toContain(colorScheme === 'dark' ? `${icon}.dark.svg` : `${icon}.svg`);
			}
		}
		await editor.page.emulateMedia({ colorScheme: 'light' });
	});

	it('never threw', () => {
		expect(complaints.filter((text) => !text.includes('injectNDVStore'))).toEqual([]);
	});
});
