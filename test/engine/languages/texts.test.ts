import { LANGUAGE_OPTIONS, languageServing, textsIn, type Texts } from '../../../engine/languages';
import { faultsOf, marked, textsOf } from './faults';

const LANGUAGES = ['en', 'zh', 'de'] as const;
const english = textsIn('en');
const MONDAY = Date.parse('2026-04-06T22:30Z');

it('every language that is shipped is looked at here', () => {
	expect(LANGUAGE_OPTIONS).toEqual([
		{ name: 'English', value: 'en' },
		{ name: '中文', value: 'zh-CN' },
		{ name: 'Deutsch', value: 'de' },
	]);
	expect(LANGUAGE_OPTIONS.map(({ value }) => languageServing(value))).toEqual(LANGUAGES);
	expect(textsOf(english).length).toBeGreaterThan(100);
});

describe.each(LANGUAGES)('the texts in %s', (language) => {
	it('are there, are short enough, and fill in the same words as the English ones', () => {
		expect(faultsOf(language, textsIn(language), english)).toEqual([]);
	});
});

describe('what is looked for is found:', () => {
	const german = textsIn('de');
	const broken = (changes: Partial<Texts>): string =>
		faultsOf('de', { ...german, ...changes }, english).join('\n');
	const mail = (changes: Partial<Texts['escalation']['mail']>): string =>
		broken({ escalation: { ...german.escalation, mail: { ...german.escalation.mail, ...changes } } });

	it.each([
		['a text that is empty', () => broken({ pressAgain: ' ' }), /^pressAgain is empty/],
		['a button that is too long', () => mail({ button: 'x'.repeat(41) }), /mail\.button is longer than 40/],
		['a subject that is too long', () => mail({ subject: () => 'x'.repeat(151) }), /x is longer than 150/],
		['a sentence that is too long', () => mail({ ask: 'x'.repeat(301) }), /mail\.ask is longer than 300/],
		[
			'a word that is not filled in',
			() => mail({ leadLate: (metric) => `Frist für ${metric}` }),
			/mail\.leadLate fills in other words/,
		],
		['a text left in English', () => mail({ ask: english.escalation.mail.ask }), /mail\.ask is English/],
		['a text of another language', () => mail({ ask: '你好' }), /mail\.ask has Chinese words/],
		[
			'a hole',
			() => mail({ why: (sentence) => `${sentence} undefined` }),
			/mail\.why has white space or a hole/,
		],
		[
			'a text that is missing',
			() => {
				const { pressAgain: _gone, ...rest } = german;
				return faultsOf('de', rest as Texts, english).join();
			},
			/^pressAgain is missing$/,
		],
		[
			'Latin words in Chinese',
			() => faultsOf('zh', { ...textsIn('zh'), greeting: (name) => `Hello ${name}` }, english).join(),
			/^greeting has Latin words/,
		],
	])('%s', (_what, find, says) => {
		expect(find()).toMatch(says);
	});
});

describe('an instant', () => {
	it.each([
		['en', 'Tuesday, 7 April 2026 at 00:30 (Europe/Berlin)'],
		['zh', '2026年4月7日 00:30（Europe/Berlin）'],
		['de', 'Di., 7. April 2026, 00:30 Uhr (Europe/Berlin)'],
	] as const)('is written in %s as %s', (language, written) => {
		expect(textsIn(language).instant(MONDAY, 'Europe/Berlin')).toBe(written);
	});
});

it('one and many are told apart', () => {
	const { hours } = textsIn('de').escalation.late;
	expect([hours(1), hours(2), marked(hours)]).toEqual(['1 Stunde', '2 Stunden', '⟦0⟧ Stunden']);
});

it('long numbers are written as people write them', () => {
	const shorten = LANGUAGES.map((language) => textsIn(language).survey.page.shorten(2_345, 2_000));
	expect(shorten).toEqual([
		'Your comment has 2,345 characters. Please shorten it to 2,000.',
		'您的意见共 2345 字，请缩短至 2000 字以内。',
		'Ihr Kommentar hat 2.345 Zeichen. Bitte kürzen Sie ihn auf höchstens 2.000 Zeichen.',
	]);
});

it('one sentence follows another with a blank between, except in Chinese', () => {
	const said = LANGUAGES.map((language) => ['1.', '2.', '3.'].reduce(textsIn(language).sentences));
	expect(said).toEqual(['1. 2. 3.', '1.2.3.', '1. 2. 3.']);
});

it('behind an instant in Chinese, which ends with a bracket, there is neither a blank nor a second bracket', () => {
	const { instant, escalation } = textsIn('zh');
	const at = instant(MONDAY, 'Europe/Berlin');
	const { mail, summary, alarm } = escalation;
	const texts = [
		mail.told('陈静', at),
		mail.next('陈静', at),
		summary.row('门禁', '首次响应', at),
		alarm.quiet(at),
	];
	for (const text of texts) expect(text).not.toMatch(/）[ ）]/);
});
