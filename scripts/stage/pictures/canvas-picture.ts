import type { Locator, Page } from 'playwright-core';

/** Zoom to fit, in n8n's canvas. */
const FIT = '1';
/** The editor around the workflow is not what the picture is of. */
const ONLY_THE_WORKFLOW =
	'body *:not(:has(.vue-flow__viewport)):not(.vue-flow__viewport):not(.vue-flow__viewport *) { visibility: hidden !important }';
const MARGIN = 16;

/** Takes the picture of the canvas that is open: all nodes and notes of its workflow, and nothing around them. */
export async function takeCanvas(page: Page, path: string): Promise<void> {
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

/**
 * Notes of the canvas that is open whose text is longer than they are, or lies under a node: as sentences. `test/workflows`
 * estimates the same without a browser.
 */
export function overfullNotes(page: Page): Promise<string[]> {
	// No function of its own inside: the compiler would mark it with a helper that the page does not have.
	return page.locator('.n8n-sticky').evaluateAll((notes) =>
		notes.flatMap((note) => {
			const paragraphs = [...note.querySelectorAll('h2, h3, p, li')];
			const frame = note.getBoundingClientRect();
			const end = Math.max(...paragraphs.map((paragraph) => paragraph.getBoundingClientRect().bottom));
			const limit = [...note.ownerDocument.querySelectorAll('[data-test-id="canvas-node"]')]
				.map((node) => node.getBoundingClientRect())
				.filter(({ left, top }) => left >= frame.left && left < frame.right && top > frame.top)
				.reduce((lowest, { top }) => Math.min(lowest, top), frame.bottom);
			const title = (paragraphs[0]?.textContent ?? '').trim();
			return end > limit
				? [`The note '${title}' is ${Math.ceil(end - limit)} px too short for its text`]
				: [];
		}),
	);
}
