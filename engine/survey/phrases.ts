import { languageOf, languageServing, textsIn, translationFor, type Translated } from '../languages';
import { fillIn, html, phrase, type Html, type Phrase } from '../pages';

/** What a survey says to one reader. */
export interface Phrases {
	/** A text of the survey. */
	fill(text: Translated): Phrase;
	/** An end of its scale: '5 = Very satisfied'. */
	end(rating: number, meaning: Translated): { readonly text: string; readonly html: Html };
}

/**
 * A survey's own texts in the language that serves a reader, with its words filled in. Page and mail around them may be in another
 * language: a survey in French reaches its readers on a page in English. Each text then says in which language it is.
 *
 * @param locale the reader's language tag (BCP 47)
 * @param words what `{department}`, `{service}` and `{subject}` stand for
 * @example phrasesFor('fr', { department: 'IT' }).fill({ fr: 'Le service {department}' }) // { text: 'Le service IT', lang: 'fr' }
 */
export function phrasesFor(locale: string | undefined, words: Readonly<Record<string, string>>): Phrases {
	const around = languageOf(locale);
	const fill = (translated: Translated): Phrase => {
		const { text, tag } = translationFor(translated, locale);
		const isForeign = tag !== undefined && languageServing(tag) !== around;
		return { text: fillIn(text, words), ...(isForeign ? { lang: tag } : {}) };
	};
	return {
		fill,
		end(rating, meaning) {
			const said = fill(meaning);
			const { end } = textsIn(around).survey;
			const [before = '', after = ''] = end(rating, HOLE).split(HOLE);
			return { text: end(rating, said.text), html: html`${before}${phrase(said)}${after}` };
		},
	};
}

/** Stands in a text of ours for what an admin wrote; nobody can type it. */
const HOLE = '\u0000';
