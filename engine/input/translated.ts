import { z } from 'zod';
import { isBlank } from './fields';
import { canonicalTag } from './language-tag';
import { says } from './validate';

const MOST_LANGUAGES = 50;
const TEXT_HINT = 'Write { "en": "…", "de": "…" } with a text a language, or one text for everybody.';
export const TAG_HINT = 'Write the language as a tag, for example "en", "de", "fr" or "zh-CN".';

/**
 * A language tag as BCP 47 writes it; undefined for what is none, and for the name of a language: tags of more than three
 * letters are well-formed, but no language has one.
 *
 * @example languageTag('pt_br') // 'pt-BR'
 */
export function languageTag(text: string): string | undefined {
	const tag = canonicalTag(text);
	return tag !== undefined && /^[a-z]{2,3}(-|$)/.test(tag) ? tag : undefined;
}

type Wording = z.ZodType<string, z.ZodTypeDef, unknown>;

/** One text a language, in the order in which they were given. Blank ones are left out. */
function byLanguage(wording: Wording, given: object, context: z.RefinementCtx): Record<string, string> {
	const refuse = (path: readonly string[], what: string, hint: string) =>
		context.addIssue({ code: 'custom', path: [...path], message: says(what, hint) });
	const texts = new Map<string, string>();
	const written = Object.entries(given).filter(([, value]) => !isBlank(value));
	if (written.length === 0) refuse([], 'has no text in any language', TEXT_HINT);
	if (written.length > MOST_LANGUAGES)
		refuse([], `is in more than ${MOST_LANGUAGES} languages`, 'Leave some of them out.');
	for (const [key, value] of written) {
		const tag = languageTag(key);
		const reading = wording.safeParse(value);
		if (tag === undefined) refuse([key], 'is not a language', TAG_HINT);
		else if (texts.has(tag)) refuse([key], `is the language ${tag} once more`, 'Give one text a language.');
		else if (reading.success) texts.set(tag, reading.data);
		else for (const issue of reading.error.issues) context.addIssue({ ...issue, path: [key, ...issue.path] });
	}
	return Object.fromEntries(texts);
}

/**
 * A text that people read in their own language: one for everybody, or one a language, by language tag. Not a union: that
 * would only say that neither fits.
 *
 * @param wording what each of the texts has to be
 * @example translated(line(200, 'Hello')).parse({ zh_CN: '你好' }) // { 'zh-CN': '你好' }
 */
export const translated = (wording: Wording) =>
	z.unknown().transform((value, context): string | Readonly<Record<string, string>> => {
		if (typeof value === 'object' && value !== null && !Array.isArray(value))
			return byLanguage(wording, value, context);
		if (typeof value !== 'string') {
			context.addIssue({ code: 'custom', message: says('is missing or not a text', TEXT_HINT) });
			return z.NEVER;
		}
		const reading = wording.safeParse(value);
		if (reading.success) return reading.data;
		for (const issue of reading.error.issues) context.addIssue(issue);
		return z.NEVER;
	});
