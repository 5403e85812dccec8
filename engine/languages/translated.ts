import { bestTag } from './match';
import { FALLBACK, TAGS, textsIn, type Language } from './languages';
import type { Texts } from './en';

/** A text that an admin wrote: one for everybody, or one a language, by language tag. */
export type Translated = string | Readonly<Record<string, string>>;

/**
 * The text for a reader: in their language, else in English, else the one that was given first.
 *
 * @example translatedFor({ fr: 'Bonjour', en: 'Hello' }, 'de') // 'Hello'
 */
export function translatedFor(text: Translated, locale: string | undefined): string {
	if (typeof text === 'string') return text;
	const tags = Object.keys(text);
	const [first = ''] = tags;
	return text[bestTag(tags, locale) ?? bestTag(tags, FALLBACK) ?? first] ?? '';
}

/**
 * A text of ours in every language there is.
 *
 * @example inEveryLanguage(({ survey }) => survey.ends.nps.most) // { en: 'Extremely likely', zh: '非常可能', … }
 */
export const inEveryLanguage = (pick: (texts: Texts) => string): Readonly<Record<Language, string>> =>
	Object.fromEntries(TAGS.map((language) => [language, pick(textsIn(language))])) as Record<Language, string>;
