import type { Engine } from '../engine';
import { languageOf, textsIn, type Language, type Texts } from '../languages';
import {
	details,
	faultList,
	html,
	page,
	phrase,
	queryOf,
	scaleField,
	serveForm,
	textField,
	type Fault,
	type Fields,
	type Html,
	type Notice,
	type Page,
	type PageRequest,
	type Rows,
} from '../pages';
import { giveAnswer, openAnswer, type Answer, type OpenedAnswer } from './answer';
import { answerInput } from './schema';
import { phrasesFor, type Phrases } from './phrases';
import { wordsFor, type Words } from './survey-mail';
import { promiseOf } from './promise';
import { LONGEST_COMMENT, RANGES } from './types';

export interface Answered {
	readonly page: Page;
	/** The invitation that was answered by this very submission; an anonymous survey makes no event. */
	readonly answered?: string;
}

/**
 * A number in the link, as the mail has them, is only chosen on the page: mail scanners open every link. An answer given
 * before is shown, and can be given anew until the survey closes.
 */
export const answerSurveyPage = (engine: Engine, request: PageRequest, timezone: string): Promise<Answered> =>
	serveForm<View, Typed, Answered>(engine, request, {
		async open(token) {
			const opened = await openAnswer(engine, token);
			return opened.ok ? await viewOf(engine, opened, timezone) : opened.why;
		},
		ended: (view) => (view.opened.closed ? closedPage(view, view.opened.closed) : undefined),
		filled: (view) => chosen(view, queryOf(request, 'rating')),
		typed: typedIn,
		form: formPage,
		async act(view, typed, again) {
			const reading = read(view, typed);
			if (reading.ok) return await take(engine, view, reading.answer);
			return { page: again({ text: view.texts.page.notSent, faults: reading.faults }) };
		},
	});

interface View {
	readonly opened: OpenedAnswer;
	readonly language: Language;
	readonly texts: Texts['survey'];
	readonly greeting: string;
	readonly words: Words;
	readonly least: number;
	readonly most: number;
	readonly phrases: Phrases;
	/** When the survey closes, to be shown. */
	readonly until: string | undefined;
}

async function viewOf(engine: Engine, opened: OpenedAnswer, timezone: string): Promise<View> {
	const { invitation, survey, names } = opened;
	const language = languageOf(names.locale);
	const { survey: texts, greeting, instant } = textsIn(language);
	const words = await engine.store.read((db) => wordsFor(db, invitation));
	return {
		opened,
		language,
		texts,
		greeting: greeting(names.member),
		words,
		phrases: phrasesFor(names.locale, words),
		...RANGES[survey.scale],
		until: invitation.expiresAt === undefined ? undefined : instant(invitation.expiresAt, timezone),
	};
}

async function take(engine: Engine, view: View, answer: Answer): Promise<Answered> {
	const { invitation, survey } = view.opened;
	const outcome = await giveAnswer(engine, view.opened, answer);
	if (outcome !== 'taken') return { page: closedPage(view, outcome) };
	const isTold = survey.anonymity === 'identified';
	return { page: thanksPage(view, answer), ...(isTold ? { answered: invitation.id } : {}) };
}

/** What stands in the form. */
interface Typed {
	readonly rating: string;
	readonly comment: string;
}

/** The number of the link that was pressed comes before the one given earlier: they pressed it to change that. */
function chosen({ opened }: View, pressed: string): Typed {
	const { given, survey } = opened;
	const isRating = answerInput(survey.scale).safeParse({ rating: pressed }).success;
	return { rating: isRating ? pressed : String(given?.rating ?? ''), comment: given?.comment ?? '' };
}

/** Browsers send line breaks as two characters; a comment is as long as its writer sees it. */
const typedIn = ({ opened }: View, { rating = '', comment = '' }: Fields): Typed => ({
	rating,
	comment: opened.survey.comment ? comment.replace(/\r\n?/g, '\n') : '',
});

/** The answer, or what is wrong with it in words for the person who typed it. */
function read(
	{ opened, texts, least, most }: View,
	typed: Typed,
):
	{ readonly ok: true; readonly answer: Answer } | { readonly ok: false; readonly faults: readonly Fault[] } {
	const reading = answerInput(opened.survey.scale).safeParse(typed);
	if (reading.success)
		return { ok: true, answer: { rating: reading.data.rating, comment: reading.data.comment } };
	const wrong = new Set(reading.error.issues.map(({ path }) => path[0]));
	const faults: readonly Fault[] = [
		{ field: 'rating', text: texts.page.chooseRating(least, most) },
		{ field: 'comment', text: texts.page.shorten(typed.comment.trim().length, LONGEST_COMMENT) },
	];
	return { ok: false, faults: faults.filter(({ field }) => wrong.has(field)) };
}

function formPage(view: View, nonce: Html, typed: Typed, notice?: Notice): Page {
	const { opened, language, texts, greeting, words, until, least, most, phrases } = view;
	const { survey, given, isAnswered } = opened;
	const faults = notice?.faults ?? [];
	const answered = given ? texts.page.given(texts.rating(given.rating, least, most)) : texts.page.givenUnseen;
	const before = isAnswered ? answered : undefined;
	const isAnonymous = survey.anonymity === 'anonymous';
	return page(
		200,
		language,
		phrases.fill(survey.title),
		html`${notice ? faultList(notice.text, faults) : before && html`<p role="status">${before}</p>`}
			<p>${greeting}</p>
			${about(view)}
			<form method="post">
				${scaleField(
					{
						name: 'rating',
						question: phrase(phrases.fill(survey.question)),
						least: { value: least, meaning: phrases.end(least, survey.least).html },
						most: { value: most, meaning: phrases.end(most, survey.most).html },
						chosen: typed.rating.trim(),
					},
					faults,
				)}
				${
					survey.comment &&
					textField(
						{
							name: 'comment',
							label: phrase(phrases.fill(survey.comment)),
							hint: texts.page[isAnonymous ? 'optionalAnonymous' : 'optional'](LONGEST_COMMENT),
							longest: LONGEST_COMMENT,
							typed: typed.comment,
						},
						faults,
					)
				}
				<div class="note">
					<p>${promiseOf(survey, words.department, language)}</p>
					${until !== undefined && html`<p>${texts.page.until(until)}</p>`}
				</div>
				${nonce}<button type="submit">${isAnswered ? texts.page.buttonAnew : texts.page.button}</button>
			</form>`,
	);
}

const about = ({ texts, opened, words }: View, more: Rows = []): Html =>
	details([
		[texts.labels.department, words.department],
		[texts.labels.subject, opened.invitation.subject],
		...more,
	]);

/** The answer as a page repeats it. */
const shown = (view: View, { rating, comment }: Answer): Html =>
	about(view, [
		[view.texts.labels.rating, view.texts.rating(rating, view.least, view.most)],
		[view.texts.labels.comment, comment],
	]);

function thanksPage(view: View, answer: Answer): Page {
	const { language, texts, opened, until, words } = view;
	return page(
		200,
		language,
		texts.page.thanksTitle,
		html`<p role="status">${until === undefined ? texts.page.thanks : texts.page.thanksUntil(until)}</p>
			${shown(view, answer)}
			<div class="note"><p>${promiseOf(opened.survey, words.department, language)}</p></div>`,
	);
}

function closedPage(view: View, why: 'expired' | 'answered'): Page {
	const { language, texts, opened, until } = view;
	const { given, isAnswered } = opened;
	const expired = until === undefined ? texts.page.expired : texts.page.expiredAt(until);
	return page(
		200,
		language,
		texts.page[`${why}Title`],
		html`<p role="status">${why === 'expired' ? expired : texts.page.answered}</p>
			${isAnswered ? html`<p>${texts.page.stands}</p>` : undefined} ${given ? shown(view, given) : about(view)}`,
	);
}
