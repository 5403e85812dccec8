import { onBothDatabases } from '../../support/harness';
import { asked, DAY_MS } from './survey-story';
import { ANONYMOUS, IDENTIFIED, IN_MANY_LANGUAGES } from './surveys';

onBothDatabases('the survey page', (open) => {
	it('speaks the language of whoever is asked; before it knows them, that of the browser', async () => {
		const { link } = await asked(open, ANONYMOUS, { memberId: 'lin' });
		const page = await link.visit({ headers: { 'accept-language': 'en-GB,en' } });
		expect(page.html).toContain('<html lang="zh">');
		for (const text of [
			'林晓，您好：',
			'您有多大可能向同事推荐IT &amp; Networks的服务？',
			'0 分：完全不可能',
			'您的姓名不会与您的评价一起保存。作答人数不足 5 人时，结果不予显示。',
			'2026年3月16日 10:00（Europe/Berlin）之前',
		])
			expect(page.html).toContain(text);
		expect((await link.send({})).page.html).toContain('请在 0 至 10 分中选择一个分数。');
		expect((await link.send({ rating: '8' })).page.html).toContain('感谢您的评价');
		const forged = (language: string) =>
			link.visit({ query: { token: 'x.y' }, headers: { 'accept-language': language } });
		expect((await forged('zh-CN,zh;q=0.9,en;q=0.8')).html).toContain('链接无效');
		expect((await forged('fr,en;q=0.5')).html).toContain('This link is not valid');
	});

	it('speaks German to whoever reads German, from the question to the thanks', async () => {
		const survey = { ...ANONYMOUS, ...IN_MANY_LANGUAGES };
		const { company, link } = await asked(open, survey, { memberId: 'otto' });
		const page = await link.visit();
		for (const text of [
			'<html lang="de">',
			'<h1>Wie war „CRM go-live“?</h1>',
			'Guten Tag Otto Brandt,',
			'Wie war die IT &amp; Networks?',
			'0 = Schlecht',
			'Freiwillig, bis zu 2.000 Zeichen.',
			'Ergebnisse von weniger als 5 Personen werden nie angezeigt.',
			'Bis Mo., 16. März 2026, 10:00 Uhr (Europe/Berlin) können Sie Ihre Antwort über denselben Link ändern.',
			'<button type="submit">Absenden</button>',
		])
			expect(page.html).toContain(text);
		expect(page.headers['Content-Language']).toBe('de');
		const wrong = (await link.send({ comment: 'x'.repeat(2_001) })).page.html;
		expect(wrong).toContain('Ihre Antwort wurde noch nicht abgesendet.');
		expect(wrong).toContain('Bitte wählen Sie eine Zahl von 0 bis 10.');
		expect(wrong).toContain('Ihr Kommentar hat 2.001 Zeichen.');
		expect((await link.send({ rating: '8' })).page.html).toContain('<h1>Vielen Dank für Ihre Antwort</h1>');
		expect((await link.visit()).html).toContain('Geänderte Antwort absenden');
		company.now += 14 * DAY_MS;
		expect((await link.visit()).html).toContain('<h1>Diese Umfrage ist beendet</h1>');
	});

	it('asks a reader of French in French, on a page in English', async () => {
		const { link } = await asked(open, { ...IDENTIFIED, ...IN_MANY_LANGUAGES }, { memberId: 'amelie' });
		const { html } = await link.visit();
		for (const text of [
			'<html lang="en">',
			'Hello Amélie,',
			'<span lang="fr">Êtes-vous satisfait de IT &amp; Networks ?</span>',
			'5 = <span lang="fr">Bon</span>',
		])
			expect(html).toContain(text);
	});

	it.each([
		['eva', 'en', 'en'],
		['otto', 'de', 'de'],
		['amelie', 'en', 'fr'],
		['lin', 'zh', 'en'],
	])(
		'says of a text its language only where it is not that of the page (%s: a page in %s, the survey in %s)',
		async (memberId, around, own) => {
			const { link } = await asked(open, { ...ANONYMOUS, ...IN_MANY_LANGUAGES }, { memberId });
			const { html } = await link.visit();
			const [page, ...texts] = [...html.matchAll(/ lang="([^"]*)"/g)].map(([, tag]) => tag);
			expect(page).toBe(around);
			// Title, heading, question, both ends of the scale, and what is asked above the comment.
			expect(texts).toEqual(own === around ? [] : Array.from({ length: 6 }, () => own));
		},
	);
});
