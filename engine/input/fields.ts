import { z } from 'zod';
import { END_OF_TIME_MS } from './instant';
import { canonicalTag } from './language-tag';
import { shorten } from './shorten';
import { says, typed } from './validate';

/**
 * The one vocabulary of what people type: every schema of the engine is made of these fields, so that an id, a name or a
 * flag means the same wherever it is given, and every message carries its own remedy.
 */

const LONGEST_ID = 64;
const LONGEST_NAME = 200;
const LONGEST_EMAIL = 254;

export const ID_HINT = `Give 1 to ${LONGEST_ID} characters without white space, for example "it" or "e-1042".`;
const EMAIL_HINT = 'Write one address, for example "ann@example.com".';
const LOCALE_HINT = 'Write a language tag, for example "en", "de" or "zh-CN".';

/** Neither control characters nor halves of surrogate pairs: PostgreSQL takes neither in JSON, people see neither. */
const PRINTABLE = /^[^\p{Cc}\p{Cs}]*$/u;
/** The same for texts of several lines, in which tabs and line breaks are meant. */
const UNPRINTABLE_IN_TEXT = /(?![\t\n\r])[\p{Cc}\p{Cs}]/u;
const UNPRINTABLE_ALL = new RegExp(UNPRINTABLE_IN_TEXT, 'gu');
const EMAIL = /^[^\s@<>(),;:"[\]\\]+@[^\s@<>(),;:"[\]\\.]+(?:\.[^\s@<>(),;:"[\]\\.]+)+$/u;

/* ---- Blank ---- */

/** How spreadsheets, forms and HR systems say "nothing". */
export const isBlank = (value: unknown): boolean =>
	value === null || value === undefined || (typeof value === 'string' && value.trim() === '');

/** Blank means "not given": for what has a default, or stays as it is stored. */
export const given = <S extends z.ZodTypeAny>(schema: S) =>
	z.preprocess((value) => (isBlank(value) ? undefined : value), schema.optional());

/** Not given stays as it is; blank means "none": for references that can be taken away. */
export const removable = <S extends z.ZodTypeAny>(schema: S) =>
	z.preprocess(
		(value) => (value !== undefined && isBlank(value) ? null : value),
		schema.nullable().optional(),
	);

/* ---- Ids and other short texts ---- */

/** HR systems and ticket desks hand out numbers as ids; a whole number is taken as its digits. */
const digits = (value: unknown) => (Number.isSafeInteger(value) ? String(value) : value);

/** The id of a record, 1 to 64 characters without white space. */
export const id = z.preprocess(
	digits,
	z
		.string(typed('is not an id', ID_HINT))
		.trim()
		.min(1, says('is empty', ID_HINT))
		.max(LONGEST_ID, says(`is longer than ${LONGEST_ID} characters`, ID_HINT))
		.regex(/^[^\s\p{Cc}\p{Cs}]*$/u, says('contains white space or control characters', ID_HINT)),
);

/** E-mail addresses used as ids are compared as addresses: without regard to case. */
export const memberId = id.transform((text) => (text.includes('@') ? text.toLowerCase() : text));

/**
 * Text on one line, trimmed.
 *
 * @param longest characters
 * @param example what the message shows
 */
export const line = (longest: number, example: string) =>
	z
		.string(typed('is not text', `Write it as text, for example "${example}".`))
		.trim()
		.min(1, says('is empty', `Write for example "${example}".`))
		.max(longest, says(`is longer than ${longest} characters`, 'Shorten it.'))
		.regex(
			PRINTABLE,
			says('contains control characters', 'Write it on one line, without special characters.'),
		);

/** The name of a record, as people know it. */
export const name = z
	.string(typed('is not a name', 'Write the name as text.'))
	.trim()
	.min(1, says('is empty', 'Write the name as people know it.'))
	.max(LONGEST_NAME, says(`is longer than ${LONGEST_NAME} characters`, 'Shorten the name.'))
	.regex(
		PRINTABLE,
		says('contains control characters', 'Write the name on one line, without special characters.'),
	);

/** What names a thing that exists already, possibly in another system: an id, an e-mail address, a ticket number. */
export const key = (example: string) => z.preprocess(digits, line(LONGEST_NAME, example));

/**
 * Text of several lines. Not trimmed: it is shown as it was written.
 *
 * @param longest characters
 */
export const lines = (longest: number) =>
	z
		.string(typed('is not text', 'Write it as text.'))
		.max(longest, says(`is longer than ${longest.toLocaleString('en')} characters`, 'Shorten it.'))
		.refine((text) => !UNPRINTABLE_IN_TEXT.test(text), {
			message: says('contains control characters', 'Remove them; tabs and line breaks may stay.'),
		});

/** Text of several lines; blank is none. */
export const note = given(lines(4_000));

/** A text of another system without what `lines` refuses, and no longer than it takes. */
export const fitToLines = (text: string, longest: number): string =>
	shorten(text.replace(UNPRINTABLE_ALL, ''), longest);

export const email = z
	.string(typed('is not an e-mail address', EMAIL_HINT))
	.trim()
	.toLowerCase()
	.max(LONGEST_EMAIL, says(`is longer than ${LONGEST_EMAIL} characters`, EMAIL_HINT))
	.refine((text) => EMAIL.test(text) && PRINTABLE.test(text), {
		message: says('is not an e-mail address', EMAIL_HINT),
	});

/** A language tag, BCP 47. Any that is well-formed: whoever reads a language that nobody ships gets English. */
export const locale = z.string(typed('is not a language', LOCALE_HINT)).transform((text, context) => {
	const tag = canonicalTag(text);
	if (tag !== undefined) return tag;
	context.addIssue({ code: 'custom', message: says('is not a language', LOCALE_HINT) });
	return z.NEVER;
});

/* ---- Choices, numbers, instants ---- */

export const flag = z.boolean(typed('is neither true nor false', 'Write true or false.'));

/** One of a few words. */
export const choice = <const W extends readonly [string, ...string[]]>(words: W) =>
	z.enum(words, typed('is not one of the choices', `Choose one of: ${words.join(', ')}.`));

/** A whole number from `least` to `most`. */
export function wholeNumber(least: number, most: number) {
	const hint = `Give a whole number from ${least} to ${most}.`;
	return z
		.number(typed('is not a number', hint))
		.int(says('is not a whole number', hint))
		.min(least, says('is too small', hint))
		.max(most, says('is too large', hint));
}

/** An instant, epoch ms: nodes have made it of what people wrote. */
export const instant = z
	.number(typed('is not a date and time', 'Give a date and time, for example 2026-07-03T10:00.'))
	.int(says('is not a date and time', 'Give a date and time, for example 2026-07-03T10:00.'))
	.min(0, says('is before 1970', 'Check the year.'))
	.lt(END_OF_TIME_MS, says('is too far away', 'Check the year: dates until 9999 are taken.'));

/** A length of time as people write it, `4h` or `2 working days`; read later, where the calendar is known. */
export const duration = z.union(
	[z.string(), z.number()],
	typed('is not a length of time', 'Write for example "4h".'),
);

/* ---- Lists and objects ---- */

/** A list of 1 to `most`. `plural` is what it holds. */
export const listOf = <S extends z.ZodTypeAny>(schema: S, plural: string, most: number) =>
	z
		.array(schema, typed(`is not a list of ${plural}`, `Give a list of 1 to ${most} ${plural}.`))
		.min(1, says('is empty', `Give at least one of the ${plural}.`))
		.max(most, says(`has more than ${most} ${plural}`, 'Shorten the list.'));

/** An object with these fields and no others. */
export function fieldsOf<S extends z.ZodRawShape>(noun: string, shape: S) {
	const fields = `${/^[aeiou]/i.test(noun) ? 'An' : 'A'} ${noun} has the fields ${Object.keys(shape).join(', ')}.`;
	return z
		.object(shape, typed(`is not ${/^[aeiou]/i.test(noun) ? 'an' : 'a'} ${noun}`, fields))
		.strict(says(`is not a field of ${/^[aeiou]/i.test(noun) ? 'an' : 'a'} ${noun}`, fields));
}
