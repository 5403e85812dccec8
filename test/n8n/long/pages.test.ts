import axios from 'axios';
import type { Browser, Page } from 'playwright-core';
import { getResults } from '../../../engine';
import { launchBrowser } from '../../../scripts/stage/n8n/browser';
import { linkIn, mailTo } from '../../../scripts/stage/plays/arrivals';
import { runByHand } from '../../../scripts/stage/stage';
import { onStage } from '../stage';

const NARROW = { width: 360, height: 740 };
const RULES = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'];

describe('the survey page, in a real browser through a real n8n', () => {
	const theatre = onStage();
	let browser: Browser;
	const links: Record<'en' | 'zh', string> = { en: '', zh: '' };

	beforeAll(async () => {
		const { stage } = theatre;
		browser = await launchBrowser();
		await runByHand(stage, 'load-sample-company', 'Load it');
		const since = Date.now();
		const milestone = {
			name: 'Office move',
			externalRef: 'MOVE',
			departmentId: 'it',
			customerDepartmentIds: ['hr', 'finance'],
			surveyId: 'try-it-out',
		};
		await axios.post(`${stage.n8n.baseUrl}/webhook/icrm-milestone`, milestone, { proxy: false });
		links.en = linkIn(await mailTo(stage, 'luca.ferri@acme.example', since, 'Office move'));
		links.zh = linkIn(await mailTo(stage, 'liu.yang@acme.example', since, 'Office move'));
	});
	afterAll(() => browser.close());

	async function open(url: string, options: object = {}): Promise<Page> {
		const context = await browser.newContext({ viewport: NARROW, ...options });
		const page = await context.newPage();
		await page.goto(url);
		return page;
	}
	const answers = async () => {
		const [whole] = (await getResults(theatre.stage.engine, { surveyId: 'try-it-out' })).cells;
		return whole.withheld ? undefined : { n: whole.n, value: whole.value };
	};

	it.each(['en', 'zh'] as const)(
		'has nothing that keeps anybody out (%s), light and dark',
		async (language) => {
			for (const colorScheme of ['light', 'dark'] as const) {
				const page = await open(`${links[language]}&rating=2`, { bypassCSP: true, colorScheme });
				expect(await page.getAttribute('html', 'lang')).toBe(language);
				await page.addScriptTag({ path: require.resolve('axe-core/axe.min.js') });
				const found = await page.evaluate(async (runOnly) => {
					// Where the script was kept out, asking it would never end.
					const axe = (
						globalThis as {
							axe?: {
								run(
									node: unknown,
									options: object,
								): Promise<{ violations: { id: string }[]; passes: unknown[] }>;
							};
						}
					).axe;
					return axe ? await axe.run('html', { runOnly }) : undefined;
				}, RULES);
				expect(found?.violations.map(({ id }) => id)).toEqual([]);
				expect(found?.passes.length).toBeGreaterThan(10);
				await page.context().close();
			}
		},
	);

	it('loads nothing from elsewhere, complains about nothing, and fits a telephone', async () => {
		const context = await browser.newContext({ viewport: NARROW });
		const page = await context.newPage();
		const asked: string[] = [];
		const said: string[] = [];
		page.on('request', (request) => asked.push(request.url()));
		page.on('console', (message) => said.push(message.text()));
		await page.goto(links.en);
		expect(asked).toEqual([links.en]);
		expect(said).toEqual([]);
		const wide = await page.evaluate<number>('document.documentElement.scrollWidth');
		expect(wide).toBeLessThanOrEqual(NARROW.width);
		await context.close();
	});

	it('is answered by keyboard alone, without JavaScript; opening it decides nothing, a blind button neither', async () => {
		const page = await open(links.zh, { javaScriptEnabled: false });
		expect(await answers()).toMatchObject({ n: 0 });
		await page.getByRole('button').last().click();
		expect(await page.getByRole('alert').count()).toBe(1);
		await page.waitForTimeout(2_200);
		await page.getByRole('radio').first().focus();
		for (let i = 0; i < 4; i++) await page.keyboard.press('ArrowRight');
		await page.getByRole('textbox').fill('很好，谢谢！<b>真的</b>');
		await page.getByRole('button').last().focus();
		await page.keyboard.press('Enter');
		await page.getByRole('status').waitFor();
		expect(await answers()).toMatchObject({ n: 1, value: 100 });
		// The link still leads to the answer, and it can be changed.
		const again = await open(links.zh, { javaScriptEnabled: false });
		expect(await again.getByRole('radio', { checked: true }).getAttribute('value')).toBe('5');
		expect(await again.getByRole('textbox').inputValue()).toBe('很好，谢谢！<b>真的</b>');
		await again.waitForTimeout(2_200);
		await again.getByRole('radio').nth(3).check();
		await again.getByRole('button').last().click();
		await again.getByRole('status').waitFor();
		expect(await answers()).toMatchObject({ n: 1 });
	});

	it('tells a person what is wrong with a link or with what was sent, and stores nothing', async () => {
		const ask = (url: string, options: object = {}) =>
			axios.request<string>({ url, proxy: false, validateStatus: () => true, ...options });
		const before = await answers();
		expect((await ask(links.en.replace(/.{4}$/, 'AAAA'))).status).toBe(403);
		expect((await ask(links.en, { method: 'POST', data: { rating: 1 } })).status).toBe(415);
		expect(
			(
				await ask(links.en, {
					method: 'POST',
					data: new URLSearchParams({ comment: 'x'.repeat(30_000) }).toString(),
				})
			).status,
		).toBe(413);
		expect(await answers()).toEqual(before);
	});
});
