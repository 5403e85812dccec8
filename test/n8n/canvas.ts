import type { Locator } from 'playwright-core';
import { openEditor, type Editor } from '../../scripts/stage/n8n/browser';
import type { N8nApi } from '../../scripts/stage/n8n/api';
import { runByHand, type Stage } from '../../scripts/stage/stage';

interface Drawn {
	readonly name: string;
	readonly type: string;
	readonly parameters: object;
}

/** The editor's canvas in a real browser: draw a workflow on it, look at what it shows, hear what it throws. */
export class Canvas {
	/** Messages of what the page threw and nobody caught. */
	readonly complaints: string[] = [];

	private constructor(
		private readonly api: N8nApi,
		readonly editor: Editor,
	) {
		editor.page.on('pageerror', (error) => this.complaints.push(error.message));
	}

	/** With the sample company loaded, so that lists have something to offer. */
	static async open(stage: Stage): Promise<Canvas> {
		await runByHand(stage, 'load-sample-company', 'Load it');
		return new Canvas(stage.api, await openEditor(stage.api));
	}

	/** Nodes in a row behind a manual trigger. A workflow of its own for each test: n8n locks one that is open elsewhere. */
	async draw(name: string, nodes: readonly Drawn[]): Promise<void> {
		const all = [{ name: 'Start', type: 'n8n-nodes-base.manualTrigger', parameters: {} }, ...nodes];
		const drawn = all.map((node, i) => ({ id: `n${i}`, typeVersion: 1, position: [i * 240, 0], ...node }));
		const connections = Object.fromEntries(
			all
				.slice(0, -1)
				.map((node, i) => [node.name, { main: [[{ node: all[i + 1]?.name, type: 'main', index: 0 }]] }]),
		);
		const { id } = await this.api.createWorkflow({
			name,
			nodes: drawn,
			connections,
			settings: { executionOrder: 'v1' },
		});
		await this.editor.openWorkflow(id);
	}

	at(testId: string): Locator {
		return this.editor.page.locator(`[data-test-id="${testId}"]`);
	}

	node(name: string): Locator {
		return this.editor.page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`);
	}
}
