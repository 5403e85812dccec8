import type { Engine } from '../engine';
import { languageOfHeader, textsIn, type Language } from '../languages';
import type { Fault } from './fields';
import { headerOf, queryOf, type PageRequest } from './form';
import type { Html, Page } from './page';
import { problemPage, type Problem } from './problem';
import { linkSecret } from './secret';
import { nonceField, readSubmission, type Fields } from './submission';

/** Why the form is shown once more, and which fields are at fault. */
export interface Notice {
	readonly text: string;
	readonly faults: readonly Fault[];
}

/** What the page is about, ready to be shown, in the language of whoever the link was sent to. */
interface View {
	readonly language: Language;
}

/** A page behind a link in a mail, with one form on it. `T` is what stands in the form, `R` what pressing its button does. */
export interface FormPage<V extends View, T, R extends { readonly page: Page }> {
	/** What the link's token leads to. Changes nothing. */
	open(token: string): Promise<V | Problem>;
	/** The page instead of the form, where there is nothing left to decide. */
	ended(view: V): Page | undefined;
	/** What stands in the form when the link is opened. */
	filled(view: V, request: PageRequest): T;
	/** What stood in the form that was sent. */
	typed(view: V, fields: Fields): T;
	/** @param nonce goes into the form */
	form(view: V, nonce: Html, typed: T, notice?: Notice): Page;
	/** Decides. `again` is the form once more, with what is wrong. */
	act(view: V, typed: T, again: (notice: Notice) => Page): Promise<R>;
}

/**
 * The protocol of every page with a form. GET shows, POST decides. The form carries a nonce of its page, too young a one is
 * asked again: mail scanners open links, run scripts and press buttons, all at once.
 *
 * - A link that is forged, expired or leads to nothing: a problem page, in the browser's language, since only the token
 *   tells whose page it is.
 * - Nothing left to decide: the page that says so.
 * - GET and HEAD: the form.
 * - POST that cannot be read: a problem page. From an old or foreign page, or quicker than a person reads: the form once
 *   more, with what was typed. Else `act` decides.
 *
 * @example
 * const decision = await serveForm(engine, request, { open: (token) => openLink(engine, token), … });
 */
export async function serveForm<V extends View, T, R extends { readonly page: Page }>(
	engine: Engine,
	request: PageRequest,
	{ open, ended, filled, typed, form, act }: FormPage<V, T, R>,
): Promise<R | { readonly page: Page }> {
	const token = queryOf(request, 'token');
	const view = await open(token);
	if (typeof view === 'string')
		return { page: problemPage(view, languageOfHeader(headerOf(request, 'accept-language'))) };
	const end = ended(view);
	if (end) return { page: end };
	const secret = await linkSecret(engine);
	const nonce = nonceField(secret, token, engine.now());
	if (request.method !== 'POST') return { page: form(view, nonce, filled(view, request)) };
	const sent = readSubmission(secret, token, request, engine.now());
	if (sent.kind === 'refused') return { page: problemPage(sent.why, view.language) };
	const typedIn = typed(view, sent.fields);
	const again = (notice: Notice) => form(view, nonce, typedIn, notice);
	if (sent.kind === 'again') return { page: again({ text: textsIn(view.language).pressAgain, faults: [] }) };
	return await act(view, typedIn, again);
}
