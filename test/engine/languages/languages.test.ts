import { languageOf, languageOfHeader, languageServing, translationFor } from '../../../engine/languages';

describe('the language for a locale', () => {
	it.each([
		['en', 'en'],
		['en-GB', 'en'],
		['zh', 'zh'],
		['zh-CN', 'zh'],
		['zh_CN', 'zh'],
		['ZH-hans', 'zh'],
		['zh-Hant-TW', 'zh'],
		['cmn-CN', 'zh'],
		['de', 'de'],
		['DE', 'de'],
		['de-AT', 'de'],
		['de_CH.UTF-8', undefined],
		['deu', 'de'],
		['fr', undefined],
		['den', undefined],
		['zha', undefined],
		['German', undefined],
		['no tag', undefined],
		['', undefined],
		[undefined, undefined],
	])('%s is %s', (locale, language) => {
		expect(languageServing(locale)).toBe(language);
		expect(languageOf(locale)).toBe(language ?? 'en');
	});
});

describe('the language for a browser', () => {
	it.each([
		['fr, zh-TW;q=0.8', 'zh'],
		['en-US,zh', 'en'],
		['de-DE,de;q=0.9,en;q=0.8', 'de'],
		['fr;q=0.9,de;q=0.5,zh;q=0.7', 'zh'],
		['de;q=0, en', 'en'],
		['de;q=much, zh;q=0.1', 'zh'],
		['fr,*;q=0.5', 'en'],
		[';;;,,', 'en'],
		['', 'en'],
		[undefined, 'en'],
	])('that asks for %s is %s', (header, language) => {
		expect(languageOfHeader(header)).toBe(language);
	});
});

describe('a text in several languages', () => {
	const text = {
		fr: 'Bonjour',
		'pt-BR': 'Oi',
		'en-GB': 'Hello',
		'zh-Hans': '你好',
		de: 'Hallo',
		'de-CH': 'Grüezi',
	};

	it.each([
		['fr', 'Bonjour'],
		['fr-CA', 'Bonjour'],
		['de-CH', 'Grüezi'],
		['de_ch', 'Grüezi'],
		['de-AT', 'Hallo'],
		['pt', 'Oi'],
		['pt-PT', 'Oi'],
		['zh-Hans-CN', '你好'],
		['zh-CN', '你好'],
		['it', 'Hello'],
		['not a tag', 'Hello'],
		[undefined, 'Hello'],
	])('a reader of %s gets %s', (locale, read) => {
		expect(translationFor(text, locale).text).toBe(read);
	});

	it('without English the first that was given stands in, and one for everybody is for everybody', () => {
		expect(translationFor({ fr: 'Bonjour', de: 'Hallo' }, 'it')).toEqual({ text: 'Bonjour', tag: 'fr' });
		expect(translationFor('Hello', 'de')).toEqual({ text: 'Hello' });
	});
});
