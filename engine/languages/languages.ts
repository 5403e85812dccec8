import { GERMAN } from './de';
import { ENGLISH, type Texts } from './en';
import { bestTag } from './match';
import { CHINESE } from './zh';

/** The languages people are spoken to in, by language tag. A further one is a file and a line here. */
const LANGUAGES = { en: ENGLISH, zh: CHINESE, de: GERMAN } satisfies Readonly<Record<string, Texts>>;

export type Language = keyof typeof LANGUAGES;

// TypeScript gives the keys of an object as mere texts.
export const TAGS = Object.keys(LANGUAGES) as Language[];

/** What readers get whose language nobody ships. */
export const FALLBACK: Language = 'en';

/** Everything that mails and pages say in a language. */
export const textsIn = (language: Language): Texts => LANGUAGES[language];

/** The language that serves a locale (BCP 47; `zh_CN` and any case will do); undefined where none does. */
export const languageServing = (locale: string | undefined): Language | undefined => bestTag(TAGS, locale);

/**
 * The language for a locale; English where none serves it.
 *
 * @example languageOf('de-AT') // 'de'
 */
export const languageOf = (locale: string | undefined): Language => languageServing(locale) ?? FALLBACK;

/** The language a browser likes best among those that we speak, from its Accept-Language header. */
export function languageOfHeader(header: string | undefined): Language {
	const wanted = (header ?? '').split(',').map((part) => {
		const [tag = '', quality] = part.split(/;\s*q=/);
		return { tag, quality: quality === undefined ? 1 : Number(quality) || 0 };
	});
	const served = wanted
		.sort((one, other) => other.quality - one.quality)
		.flatMap(({ tag, quality }) => (quality > 0 ? (languageServing(tag) ?? []) : []));
	return served[0] ?? FALLBACK;
}

/** The languages as the choices of a list, each under its own name. */
export const LANGUAGE_OPTIONS = TAGS.map((language) => {
	const { name, tag } = textsIn(language);
	return { name, value: tag };
});
