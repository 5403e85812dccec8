import { z } from 'zod';
import { invalid } from '../errors';
import { says, typed, under, validate } from '../input/validate';
import { parseCalendarSpec } from '../working-time';
import type { CalendarSpec } from '../working-time';

const LONGEST_ID = 64;
const LONGEST_NAME = 200;
const LONGEST_EMAIL = 254;

const ID_HINT = `Give 1 to ${LONGEST_ID} characters without white space, for example "it" or "e-1042".`;
const EMAIL_HINT = 'Write one address, for example "ann@example.com".';
const LOCALE_HINT = 'Write a language tag, for example "en", "de" or "zh-CN".';

/** Control characters and halves of surrogate pairs: PostgreSQL takes neither in JSON, people see neither. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}]/u;
const EMAIL = /^[^\s@<>(),;:"[\]\\]+@[^\s@<>(),;:"[\]\\.]+(?:\.[^\s@<>(),;:"[\]\\.]+)+$/u;

/** HR systems hand out numbers as ids; a whole number is taken as its digits. */
const digits = (value: unknown) => (Number.isSafeInteger(value) ? String(value) : value);
/** How spreadsheets and HR systems say "nothing". */
const isBlank = (value: unknown) => value === null || (typeof value === 'string' && value.trim() === '');
/** Blank means "not given": for what cannot be taken away. */
const blankAsMissing = (value: unknown) => (isBlank(value) ? undefined : value);
/** Blank means "none": for what can be taken away. */
const blankAsNone = (value: unknown) => (isBlank(value) ? null : value);

const id = z.preprocess(
	digits,
	z
		.string(typed('is not an id', ID_HINT))
		.trim()
		.min(1, says('is empty', ID_HINT))
		.max(LONGEST_ID, says(`is longer than ${LONGEST_ID} characters`, ID_HINT))
		.refine((text) => !/\s/u.test(text) && !UNPRINTABLE.test(text), {
			message: says('contains white space or control characters', ID_HINT),
		}),
);

/** Addresses used as ids are compared as addresses: without regard to case. */
const memberId = id.transform((text) => (text.includes('@') ? text.toLowerCase() : text));

const name = z
	.string(typed('is not a name', 'Write the name as text.'))
	.trim()
	.min(1, says('is empty', 'Write the name as people know it.'))
	.max(LONGEST_NAME, says(`is longer than ${LONGEST_NAME} characters`, 'Shorten the name.'))
	.refine((text) => !UNPRINTABLE.test(text), {
		message: says('contains control characters', 'Write the name on one line, without special characters.'),
	});

const email = z
	.string(typed('is not an e-mail address', EMAIL_HINT))
	.trim()
	.toLowerCase()
	.max(LONGEST_EMAIL, says(`is longer than ${LONGEST_EMAIL} characters`, EMAIL_HINT))
	.refine((text) => EMAIL.test(text) && !UNPRINTABLE.test(text), {
		message: says('is not an e-mail address', EMAIL_HINT),
	});

const locale = z.string(typed('is not a language', LOCALE_HINT)).transform((text, context) => {
	try {
		// `zh_CN` is how Java and most HR systems write it.
		return Intl.getCanonicalLocales(text.trim().replaceAll('_', '-'))[0] ?? 'en';
	} catch {
		context.addIssue({ code: 'custom', message: says('is not a language', LOCALE_HINT) });
		return z.NEVER;
	}
});

const active = z.boolean(typed('is neither true nor false', 'Write true, or false once they left.'));

const given = <S extends z.ZodTypeAny>(schema: S) => z.preprocess(blankAsMissing, schema.optional());
const reference = <S extends z.ZodTypeAny>(schema: S) =>
	z.preprocess(blankAsNone, schema.nullable().optional());

function fieldsOf<S extends z.ZodRawShape>(noun: string, shape: S) {
	const fields = `A ${noun} has the fields ${Object.keys(shape).join(', ')}.`;
	return z
		.object(shape, typed(`is not a ${noun}`, fields))
		.strict(says(`is not a field of a ${noun}`, fields));
}

const departmentSchema = fieldsOf('department', {
	id,
	name: name.optional(),
	headId: reference(memberId),
	calendarId: reference(id),
});

const memberSchema = fieldsOf('member', {
	id: given(memberId),
	name: name.optional(),
	email: email.optional(),
	departmentId: id.optional(),
	managerId: reference(memberId),
	locale: given(locale),
	active: given(active),
});

const serviceSchema = fieldsOf('service', { id, name: name.optional(), departmentId: id.optional() });

const calendarSchema = fieldsOf('calendar', { id, name: name.optional(), spec: z.unknown() });

/** A field not given keeps its value, or is demanded where the record is new; `null` takes a reference away. */
export type DepartmentInput = z.output<typeof departmentSchema>;
export type MemberInput = z.output<typeof memberSchema> & { readonly id: string };
export type ServiceInput = z.output<typeof serviceSchema>;
export type CalendarInput = Omit<z.output<typeof calendarSchema>, 'spec'> & {
	readonly spec?: CalendarSpec | undefined;
};

/** @throws IcrmError `invalid` naming field, value and remedy; so do its three neighbours */
export const parseDepartment = (input: unknown): DepartmentInput =>
	validate(departmentSchema, input, 'department');

export const parseService = (input: unknown): ServiceInput => validate(serviceSchema, input, 'service');

/** Without an id, a member goes by their e-mail address. */
export function parseMember(input: unknown): MemberInput {
	const member = validate(memberSchema, input, 'member');
	const known = member.id ?? member.email;
	if (known === undefined)
		throw invalid(
			'id',
			undefined,
			'The member has neither an id nor an e-mail address',
			'Give the id the HR system knows them by, or their e-mail address.',
		);
	if (known.length > LONGEST_ID)
		throw invalid(
			'id',
			known,
			`The e-mail address '${known}' is too long to serve as the member's id`,
			`Give the member an id of its own. ${ID_HINT}`,
		);
	return { ...member, id: known };
}

export function parseCalendar(input: unknown): CalendarInput {
	const { spec, ...rest } = validate(calendarSchema, input, 'calendar');
	return spec === undefined || spec === null ? rest : { ...rest, spec: parseSpec(spec) };
}

function parseSpec(spec: unknown): CalendarSpec {
	try {
		return parseCalendarSpec(spec);
	} catch (error) {
		throw error instanceof Error ? under('spec', error, 'calendar') : error;
	}
}
