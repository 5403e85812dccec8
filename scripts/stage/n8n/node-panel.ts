import { setTimeout as pause } from 'node:timers/promises';
import type { Locator } from 'playwright-core';
import { poll } from '../util/poll';
import type { N8nApi } from './api';
import type { Editor } from './browser';

const LOOK_EVERY_MS = 500;

/** One line of n8n's node panel. */
export interface PanelRow {
	/** `n8n-nodes-icrm.icrmRequest`; a trigger whose action node has the same base name has no line of its own. */
	readonly type: string;
	readonly name: string;
	readonly description: string;
}

/** The panel that `N` opens beside the canvas, where nodes are searched. */
export class NodePanel {
	private constructor(readonly panel: Locator) {}

	/** Beside a workflow that has its trigger already, as most have when somebody looks for a node. */
	static async open(api: N8nApi, editor: Editor): Promise<NodePanel> {
		const { id } = await api.createWorkflow({
			name: 'Look for a node',
			nodes: [
				{
					id: 'start',
					name: 'Start',
					type: 'n8n-nodes-base.manualTrigger',
					typeVersion: 1,
					position: [0, 0],
					parameters: {},
				},
			],
			connections: {},
		});
		await editor.openWorkflow(id);
		await editor.page.locator('.vue-flow__pane').click({ position: { x: 300, y: 100 } });
		await editor.page.keyboard.press('n');
		const panel = editor.page.locator('[data-test-id="node-creator"]');
		await panel.waitFor();
		return new NodePanel(panel);
	}

	/** The nodes that are found, from the top; those under "Results in other categories" come last. */
	async search(words: string): Promise<PanelRow[]> {
		await this.panel.locator('input[data-test-id="node-creator-search-bar"]').fill(words);
		let seen: string | undefined;
		// The list changes a moment after the words do. Two looks that see the same have seen the end of it.
		await pause(LOOK_EVERY_MS);
		return await poll(
			async () => {
				const rows = await this.rows();
				const now = JSON.stringify(rows);
				if (now === seen) return rows;
				seen = now;
				return undefined;
			},
			{ timeoutMs: 15_000, everyMs: LOOK_EVERY_MS, what: `the panel to show what it found for '${words}'` },
		);
	}

	private rows(): Promise<PanelRow[]> {
		// No function of its own inside: the compiler would mark it with a helper that the page does not have.
		return this.panel.locator('[data-keyboard-nav-type="node"]').evaluateAll((elements) =>
			elements.map((element) => ({
				// The type, a hyphen, and a UUID.
				type: (element.getAttribute('data-keyboard-nav-id') ?? '').slice(0, -37),
				name: (element.querySelector('[data-test-id$="-item-name"]')?.textContent ?? '').trim(),
				description: (element.querySelector('[data-test-id$="-item-description"]')?.textContent ?? '').trim(),
			})),
		);
	}
}
