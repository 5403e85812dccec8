import { textsIn, type Language, type Texts } from '../languages';
import { html, page, type Page } from './page';

/** What can be wrong with a link or a form, whatever it is for. */
export type Problem = keyof Texts['problems'];

const STATUS: Readonly<Record<Problem, number>> = {
	forged: 403,
	expired: 410,
	gone: 404,
	tooLarge: 413,
	unreadable: 415,
	unavailable: 503,
};

/** A page that says what is wrong and what to do. */
export function problemPage(problem: Problem, language: Language): Page {
	const { title, text } = textsIn(language).problems[problem];
	return page(STATUS[problem], language, title, html`<p>${text}</p>`);
}
