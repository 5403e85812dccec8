import { bestTag } from './match';
import { FALLBACK, TAGS, textsIn, type Language } from './languages';
import type { Texts } from './en';

/** A text that an admin wrote: one for everybody, or one a language, by language tag. */
export type Translated = string | Readonly<Record<string, string>>;

/** A text as a reader gets it, and the tag of the language it is written in; none where one text serves everybody. */
export interface Translation {
	readonly text: string;
	readonly tag?: string;
}

/**
 * The text for a reader: in their language, else in English, else the one that was given first.
 *
 * @param locale the reader's language tag (BCP 47); undefined where it is not known
 * @example translationFor({ fr: 'Bonjour', en: 'Hello' }, 'de') // { text: 'Hello', tag: 'en' }
 */
export function translationFor(text: Translated, locale: string | undefined): Translation {
	if (typeof text === 'string') return { text };
	const tags = Object.keys(text);
	const tag = bestTag(tags, locale) ?? bestTag(tags, FALLBACK) ?? tags[0];
	return tag === undefined ? { text: '' } : { text: text[tag] ?? '', tag };
}

/**
 * A text of ours in every language there is.
 *
 * @example inEveryLanguage(({ survey }) => survey.ends.nps.most) // { en: 'Extremely likely', zh: '非常可能', … }
 */
export const inEveryLanguage = (pick: (texts: Texts) => string): Readonly<Record<Language, string>> =>
	Object.fromEntries(TAGS.map((language) => [language, pick(textsIn(language))])) as Record<Language, string>;
