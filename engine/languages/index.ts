export type { Texts } from './en';
export {
	FALLBACK,
	LANGUAGE_OPTIONS,
	languageOf,
	languageOfHeader,
	languageServing,
	textsIn,
	type Language,
} from './languages';
export { inEveryLanguage, translationFor, type Translated, type Translation } from './translated';
