import { setTimeout as pause } from 'node:timers/promises';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { ReceivedMail } from '../systems/mail-server';

const PHONE = { width: 360, height: 740 };
/** As wide as a mail is read; as high as it is. */
const MAIL = { width: 700, height: 100 };
const DESK = { width: 900, height: 700 };

/** What a picture's file is called, and where it goes. */
export type Place = (language: string, what: string) => string;

/** A browser in one language, and its pictures. */
export class Looks {
	private constructor(
		private readonly context: BrowserContext,
		readonly language: string,
		private readonly place: Place,
	) {}

	static async open(browser: Browser, language: string, place: Place): Promise<Looks> {
		const context = await browser.newContext({ viewport: DESK, locale: language, deviceScaleFactor: 1.5 });
		return new Looks(context, language, place);
	}

	close(): Promise<void> {
		return this.context.close();
	}

	/** A mail as a mail program shows it: its subject, and its HTML. */
	async mail(what: string, { subject, html }: ReceivedMail): Promise<void> {
		const page = await this.context.newPage();
		await page.setViewportSize(MAIL);
		const head = `<p style="font:600 15px sans-serif;margin:12px 16px;border-bottom:1px solid #ccc;padding-bottom:8px"></p>`;
		await page.setContent(html.replace(/<body[^>]*>/, (body) => `${body}${head}`));
		await page
			.locator('p')
			.first()
			.evaluate((line, text) => (line.textContent = text), subject);
		await page.screenshot({ path: this.place(this.language, what), fullPage: true });
		await page.close();
	}

	/** A page, on a screen and on a telephone; `act` is what a person does there before, which opens the next page. */
	async page(what: string, url: string, act?: (page: Page) => Promise<void>): Promise<void> {
		const page = await this.context.newPage();
		await page.goto(url);
		if (act) {
			// The page takes nothing that comes sooner: scanners press buttons too.
			await pause(2_500);
			await act(page);
			await page.waitForLoadState();
		}
		await page.screenshot({ path: this.place(this.language, what), fullPage: true });
		await page.setViewportSize(PHONE);
		await page.screenshot({ path: this.place(this.language, `${what}-phone`), fullPage: true });
		await page.close();
	}
}
