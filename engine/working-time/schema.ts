import { z } from 'zod';
import { invalid, type IcrmError } from '../errors';
import { asText } from '../input/validate';
import { FIRST_YEAR, LAST_YEAR, parseClock, parseDate } from './local-date';
import type { CalendarSpec } from './types';
import { isZone } from './zone';

const TIME_HINT = 'Write times as HH:MM from 00:00 to 24:00, for example ["09:00", "17:30"].';
const INTERVAL_HINT = 'Write an interval as two times, for example ["09:00", "17:30"].';
const LIST_HINT =
	'Write a list of intervals, for example [["09:00", "12:00"], ["13:00", "17:30"]]; [] is closed.';
const DATE_HINT = `Write a date as YYYY-MM-DD between ${FIRST_YEAR} and ${LAST_YEAR}, for example "2026-01-01".`;
const HOLIDAY_HINT =
	'Write a date, "2026-01-01", or a date with a name, {"date": "2026-01-01", "name": "…"}.';
const WEEKLY_HINT = 'Give the intervals of each weekday: {"mon": [["09:00", "17:30"]], …}.';
const SPEC_HINT = 'A calendar has timezone, weekly and, if need be, holidays, overrides and closing.';

/** Zod carries one text per issue; it reads "what is wrong — how to fix it". */
const SEPARATOR = ' — ';
const says = (message: string, hint: string) => message + SEPARATOR + hint;

/** The message for a value of the wrong type, for a missing one, and for fields nobody knows. */
const typed = (message: string, hint: string): { errorMap: z.ZodErrorMap } => ({
	errorMap: (issue) => {
		if (issue.code === 'unrecognized_keys')
			return { message: says(`has the unknown field "${issue.keys.join('", "')}"`, hint) };
		if (issue.code === 'invalid_type' && issue.received === 'undefined')
			return { message: says('is missing', hint) };
		return { message: says(message, hint) };
	},
});

const time = z.string(typed('is not a time', TIME_HINT));

const intervalSchema = z
	.tuple([time, time], typed('is not an interval of two times', INTERVAL_HINT))
	.superRefine(([start, end], context) => {
		const refuse = (message: string, hint: string) =>
			context.addIssue({ code: 'custom', message: says(message, hint) });
		const from = parseClock(start);
		const to = parseClock(end);
		if (from === undefined) refuse(`starts at "${start}", which is not a time`, TIME_HINT);
		else if (to === undefined) refuse(`ends at "${end}", which is not a time`, TIME_HINT);
		else if (from === parseClock('24:00'))
			refuse('starts at 24:00', 'Write 00:00 and put the interval on the following day.');
		// Peers read equal ends as 24 hours (business_time) or as none (businesstimedelta): so say which.
		else if (from === to)
			refuse(
				'starts and ends at the same time',
				'For a whole day write ["00:00", "24:00"]; for a closed one leave it out.',
			);
	});

const intervalsSchema = z.array(intervalSchema, typed('is not a list of intervals', LIST_HINT));

const dateSchema = z.string(typed('is not a date', DATE_HINT)).superRefine((text, context) => {
	const year = Number(text.slice(0, 4));
	if (parseDate(text) === undefined)
		context.addIssue({ code: 'custom', message: says('is not a date that exists', DATE_HINT) });
	else if (year < FIRST_YEAR || year > LAST_YEAR)
		context.addIssue({ code: 'custom', message: says('is too far away', DATE_HINT) });
});

const name = z.string(typed('is not a name', 'Write the name as text, or leave it out.')).optional();

/** Tells the two ways of writing something apart by hand: a zod union would report neither's own message. */
const either = <A extends z.ZodTypeAny, B extends z.ZodTypeAny>(
	isFirst: (value: unknown) => boolean,
	first: A,
	second: B,
) =>
	z.custom<z.output<A> | z.output<B>>().superRefine((value, context) => {
		const result = (isFirst(value) ? first : second).safeParse(value);
		for (const issue of result.error?.issues ?? [])
			context.addIssue({ code: 'custom', path: issue.path, message: issue.message });
	});

const holidaySchema = either(
	(value) => typeof value === 'string',
	dateSchema,
	z.object({ date: dateSchema, name }, typed('is not a holiday', HOLIDAY_HINT)).strict(),
);

const overrideSchema = either(
	Array.isArray,
	intervalsSchema,
	z.object({ intervals: intervalsSchema, name }, typed('is not a list of intervals', LIST_HINT)).strict(),
);

const day = intervalsSchema.optional();
const weeklySchema = z
	.object(
		{ mon: day, tue: day, wed: day, thu: day, fri: day, sat: day, sun: day },
		typed('is not a week of intervals by mon, tue, wed, thu, fri, sat and sun', WEEKLY_HINT),
	)
	.strict();

const hasHours = (override: z.output<typeof overrideSchema>) =>
	('intervals' in override ? override.intervals : override).length > 0;

/** What an admin may type as a calendar. Nothing is changed or filled in: the result is what was typed. */
export const calendarSpecSchema: z.ZodType<CalendarSpec> = z
	.object(
		{
			timezone: z
				.string(typed('is not the name of a time zone', 'Write an IANA name such as "Europe/Berlin".'))
				.refine(isZone, {
					message: says(
						'is not a time zone this system knows',
						'Write an IANA name such as "Europe/Berlin", "America/New_York" or "Asia/Shanghai".',
					),
				}),
			weekly: weeklySchema,
			holidays: z
				.array(holidaySchema, typed('is not a list of holidays', `${HOLIDAY_HINT} Put them in a list.`))
				.optional(),
			overrides: z
				.record(
					dateSchema,
					overrideSchema,
					typed(
						'does not give intervals by date',
						'Write {"2026-05-09": [["09:00", "12:00"]]}; an empty list closes the date.',
					),
				)
				.optional(),
			closing: z
				.enum(['end', 'next'], typed('is neither "end" nor "next"', 'Write "end", or leave it out.'))
				.optional(),
		},
		typed('is not a calendar', SPEC_HINT),
	)
	.strict()
	.superRefine(({ weekly, overrides }, context) => {
		const week = Object.values(weekly).some((intervals) => (intervals?.length ?? 0) > 0);
		if (!week && !Object.values(overrides ?? {}).some(hasHours))
			context.addIssue({
				code: 'custom',
				path: ['weekly'],
				message: says('has no working hours, and no override has any', WEEKLY_HINT),
			});
	});

/**
 * The spec, checked.
 *
 * @throws IcrmError `invalid`, naming the first field at fault (`weekly.mon[0]`), its value and the remedy
 */
export function parseCalendarSpec(spec: unknown): CalendarSpec {
	const result = calendarSpecSchema.safeParse(spec);
	if (result.success) return result.data;
	throw calendarError(spec, result.error);
}

function calendarError(spec: unknown, error: z.ZodError): IcrmError {
	const issue = error.issues[0];
	const path = issue?.path ?? [];
	const field = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`)).join('');
	const text = issue?.message ?? '';
	// The last separator: what was typed stands in the message and may contain one.
	const cut = text.lastIndexOf(SEPARATOR);
	const [message, hint] =
		cut < 0 ? [text, SPEC_HINT] : [text.slice(0, cut), text.slice(cut + SEPARATOR.length)];
	const value = valueAt(spec, path);
	const shown = value === undefined ? '' : ` (${asText(value)})`;
	const where = field.replace(/^\./, '') || 'calendar';
	return invalid(where, value, `The calendar's ${where}${shown} ${message}.`, hint);
}

function valueAt(value: unknown, path: ReadonlyArray<string | number>): unknown {
	return path.reduce<unknown>(
		(node, key) =>
			typeof node === 'object' && node !== null
				? Object.entries(node).find(([k]) => k === String(key))?.[1]
				: undefined,
		value,
	);
}
