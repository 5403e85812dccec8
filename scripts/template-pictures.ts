import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { openEditor } from './stage/n8n/browser';
import { setStage } from './stage/stage';
import { projectRoot } from './stage/util/project-root';

/**
 * `npm run pictures [-- NAME…]`: takes the picture of each template's canvas, in the real editor, for its page in the docs.
 * Run it after changing a template.
 */
const folder = join(projectRoot, 'docs', 'img', 'templates');
/** Zoom to fit, in n8n's canvas. */
const FIT = '1';
/** The editor around the workflow is not what the picture is of. */
const ONLY_THE_WORKFLOW =
	'body *:not(:has(.vue-flow__viewport)):not(.vue-flow__viewport):not(.vue-flow__viewport *) { visibility: hidden !important }';
const MARGIN = 16;

async function main(wanted: readonly string[]): Promise<void> {
	mkdirSync(folder, { recursive: true });
	const userFolder = mkdtempSync(join(tmpdir(), 'icrm-pictures-'));
	const stage = await setStage({ userFolder, print: console.log });
	try {
		const editor = await openEditor(stage.api, { width: 1800, height: 1000, deviceScaleFactor: 1.5 });
		for (const [name, id] of stage.workflows) {
			if (wanted.length > 0 && !wanted.includes(name)) continue;
			await editor.openWorkflow(id);
			await takePicture(editor.page, join(folder, `${name}.png`));
			console.log(`docs/img/templates/${name}.png`);
		}
		await editor.close();
	} finally {
		await stage.strike();
		rmSync(userFolder, { recursive: true, force: true });
	}
}

async function takePicture(page: Page, path: string): Promise<void> {
	await page
		.locator('[data-test-id="canvas"]')
		.first()
		.click({ position: { x: 10, y: 10 } });
	await page.keyboard.press(FIT);
	await page.waitForTimeout(1_000);
	await page.addStyleTag({ content: ONLY_THE_WORKFLOW });
	const clip = await around(page.locator('.vue-flow__node'));
	await page.screenshot({ path, clip });
}

/** What holds all nodes, with the words below them. */
async function around(nodes: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
	const boxes = await nodes.evaluateAll((elements) =>
		elements.flatMap((element) =>
			[element, ...element.querySelectorAll('*')].map((part) => {
				const { left, top, right, bottom } = part.getBoundingClientRect();
				return { left, top, right, bottom };
			}),
		),
	);
	const seen = boxes.filter(({ left, top, right, bottom }) => right > left && bottom > top);
	const x = Math.max(0, Math.min(...seen.map((box) => box.left)) - MARGIN);
	const y = Math.max(0, Math.min(...seen.map((box) => box.top)) - MARGIN);
	const width = Math.max(...seen.map((box) => box.right)) + MARGIN - x;
	const height = Math.max(...seen.map((box) => box.bottom)) + MARGIN - y;
	return { x, y, width, height };
}

main(process.argv.slice(2)).catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
});
