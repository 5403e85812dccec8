import { formOf, type PageRequest } from './form';
import { makeNonce, readNonce } from './nonce';
import { html, type Html } from './page';
import type { Problem } from './problem';

export type Fields = Readonly<Record<string, string>>;

/**
 * What a person sent. `again`: sent quicker than a person reads, or from an old or foreign page: it decides nothing, the
 * page is shown once more with what was typed, and asks to press again.
 */
type Submission =
	| { readonly kind: 'sent' | 'again'; readonly fields: Fields }
	| { readonly kind: 'refused'; readonly why: Problem };

/** Goes into the form, and comes back with it. */
export const nonceField = (secret: Buffer, token: string, now: number): Html =>
	html`<input type="hidden" name="nonce" value="${makeNonce(secret, token, now)}" />`;

/** Reads the form of the page that `token` opened. */
export function readSubmission(secret: Buffer, token: string, request: PageRequest, now: number): Submission {
	const form = formOf(request);
	if (!form.ok) return { kind: 'refused', why: form.why };
	const isFresh = readNonce(secret, token, form.fields.nonce ?? '', now) === 'fresh';
	return { kind: isFresh ? 'sent' : 'again', fields: form.fields };
}
