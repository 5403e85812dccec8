import { STORE_LABEL } from '../../nodes/shared/run/store';
import { NodePanel } from '../../scripts/stage/n8n/node-panel';
import { Canvas } from './canvas';
import { onStage } from './stage';

describe('the real editor', () => {
	const theatre = onStage();
	let canvas: Canvas;
	beforeAll(async () => {
		canvas = await Canvas.open(theatre.stage);
	});
	afterAll(() => canvas?.editor.close());

	it('finds the nodes under "icrm", and the first drag works without a credential', async () => {
		await canvas.draw('First drag', []);
		await canvas.editor.page.locator('.vue-flow__pane').click({ position: { x: 300, y: 100 } });
		await canvas.editor.page.keyboard.press('n');
		await canvas.at('node-creator').waitFor();
		await canvas.editor.page.keyboard.type('icrm');
		await canvas.editor.page.waitForTimeout(1_000);
		const found = (await canvas.at('node-creator-item-name').allInnerTexts()).map((text) => text.trim());
		expect(found).toEqual(
			expect.arrayContaining(['ICRM Directory', 'ICRM Request', 'ICRM Agreement', 'ICRM Escalation']),
		);

		await canvas.draw('Run it', [
			{
				name: 'People',
				type: 'n8n-nodes-icrm.icrmDirectory',
				parameters: { resource: 'member', operation: 'getAll' },
			},
		]);
		await canvas.at('execute-workflow-button').click();
		await canvas.at('canvas-node-status-success').nth(1).waitFor({ timeout: 30_000 });
		await canvas.node('People').dblclick();
		await canvas.at('output-panel').getByText('Jonas Brandt').first().waitFor({ timeout: 15_000 });
	});

	it('has one line for a node and its trigger, with a text that speaks of both', async () => {
		const panel = await NodePanel.open(theatre.stage.api, canvas.editor);
		const found = [...(await panel.search('escalation')), ...(await panel.search('满意度'))];
		expect(found).toEqual([
			{
				type: 'n8n-nodes-icrm.icrmEscalation',
				name: 'ICRM Escalation',
				description:
					'Notifies one person after the other when an SLA is breached, until someone acknowledges',
			},
			{
				type: 'n8n-nodes-icrm.icrmSurvey',
				name: 'ICRM Survey',
				description: expect.stringMatching(/^Surveys the people a department served/),
			},
		]);
	});

	it('offers services from a list, and says that the credential is optional', async () => {
		await canvas.draw('Choose', [
			{ name: 'Ask', type: 'n8n-nodes-icrm.icrmRequest', parameters: { operation: 'open' } },
		]);
		await canvas.node('Ask').dblclick();
		await canvas.at('ndv').getByText(STORE_LABEL).waitFor();
		await canvas.at('parameter-input-service').locator('input').last().click();
		await canvas.at('rlc-item').getByText('Laptop and equipment').waitFor({ timeout: 15_000 });
	});

	it('shows what an operation returns before it has run', async () => {
		await canvas.draw('Look ahead', [
			{ name: 'Ask', type: 'n8n-nodes-icrm.icrmRequest', parameters: { operation: 'open' } },
			{ name: 'Next', type: 'n8n-nodes-base.noOp', parameters: {} },
		]);
		await canvas.node('Next').dblclick();
		const preview = canvas.at('ndv-input-panel');
		await preview.getByText('firstResponseDueAt', { exact: true }).waitFor({ timeout: 15_000 });
		await preview.getByText('requestId', { exact: true }).waitFor();
	});

	it('shows an error that says what is wrong and how to fix it', async () => {
		await canvas.draw('Go wrong', [
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
		await canvas.at('execute-workflow-button').click();
		await canvas
			.node('Ask')
			.locator('[data-test-id="canvas-node-status-mark-error"], [data-test-id="node-issues"]')
			.first()
			.waitFor({ timeout: 30_000 });
		await canvas.node('Ask').dblclick();
		expect(await canvas.at('node-error-message').innerText()).toContain("There is no service 'furniture'");
		expect(await canvas.at('node-error-description').innerText()).toContain('Choose one from the list');
	});

	it('never threw', () => {
		expect(canvas.complaints.filter((text) => !text.includes('injectNDVStore'))).toEqual([]);
	});
});
