import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import type { N8nApi } from './api';

const CHROMIUM_FLAGS = [
	'--headless',
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];

export interface EditorOptions {
	readonly dark?: boolean;
	readonly width?: number;
	readonly height?: number;
	/** 2 for sharp pictures; the editor then takes nearly twice as long to appear. */
	readonly deviceScaleFactor?: number;
	/** A browser to share between many sessions; left out, the session has its own. */
	readonly browser?: Browser;
}

/** A window of the n8n editor, signed in as its owner. */
export interface Editor {
	readonly browser: Browser;
	readonly context: BrowserContext;
	readonly page: Page;
	/** Opens a workflow and waits until its nodes are drawn. */
	openWorkflow(id: string): Promise<void>;
	/** Leaves the page, so that n8n releases the workflow for others, and closes. */
	close(): Promise<void>;
}

/** The machine's own Chromium; `CHROMIUM_PATH` says where, if not in Debian's place. */
export function launchBrowser(): Promise<Browser> {
	const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
	return chromium.launch({ executablePath, args: CHROMIUM_FLAGS });
}

/** Lets a page reach this machine and nothing else. */
async function keepLocal(context: BrowserContext): Promise<void> {
	const isElsewhere = (url: URL) =>
		url.protocol.startsWith('http') && !['127.0.0.1', 'localhost'].includes(url.hostname);
	await context.route(isElsewhere, (route) => route.abort());
}

/**
 * Opens a browser that is signed in to the editor, without the login page.
 *
 * @example
 * const editor = await openEditor(api, { dark: true });
 * await editor.openWorkflow(workflow.id);
 * await editor.page.screenshot({ path: 'canvas.png' });
 */
export async function openEditor(api: N8nApi, options: EditorOptions = {}): Promise<Editor> {
	const { dark = false, width = 1440, height = 900, deviceScaleFactor = 1 } = options;
	const { baseUrl, cookieName, cookieValue, browserId } = api.editor.forBrowser();
	const browser = options.browser ?? (await launchBrowser());
	const context = await browser.newContext({
		viewport: { width, height },
		deviceScaleFactor,
		colorScheme: dark ? 'dark' : 'light',
		reducedMotion: 'reduce',
		locale: 'en-US',
		timezoneId: 'UTC',
	});
	await context.addCookies([
		{ name: cookieName, value: cookieValue, url: baseUrl, httpOnly: true, sameSite: 'Lax' },
	]);
	// The id must be the one the cookie was made with. The other key keeps "Workflow published" from popping up.
	await context.addInitScript((id: string) => {
		localStorage.setItem('n8n-browserId', id);
		localStorage.setItem('N8N_HIDE_ACTIVATION_ALERT', 'true');
	}, browserId);
	await keepLocal(context);
	const page = await context.newPage();
	return {
		browser,
		context,
		page,
		openWorkflow: async (id) => {
			const patience = { timeout: 60_000 };
			await page.goto(`${baseUrl}/workflow/${id}`, { waitUntil: 'domcontentloaded', ...patience });
			await page.locator('[data-test-id="canvas-node"]').first().waitFor(patience);
			// The canvas moves its nodes into view after it has drawn them, and takes no clicks meanwhile.
			await page.waitForTimeout(800);
		},
		close: async () => {
			await page.goto(`${baseUrl}/home/workflows`, { waitUntil: 'domcontentloaded' }).catch(() => {});
			await (options.browser ? context : browser).close();
		},
	};
}
