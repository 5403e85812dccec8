import { invalid, type ClockInterval, type Holiday } from '../../engine';

/** The calendar as an admin fills it in: rows of hours, and lists of dates with one on each line. */

export type Week = Record<string, ClockInterval[]>;
export type Overrides = Record<string, { intervals: ClockInterval[]; name?: string }>;

const TIME = /^(?:([01]?\d|2[0-3]):([0-5]\d)|24:00)$/;
const TIME_HINT = 'Write times as HH:MM from 00:00 to 24:00, for example 09:00.';
const HOLIDAY_HINT = 'Write one holiday per line, its date first: 2026-01-01 New Year.';
const OVERRIDE_HINT =
	'Write one date per line, then its hours or the word closed: 2026-05-09 09:00-12:00 Makeup day, or 2026-12-24 closed Christmas Eve.';

/** `9:00` as `09:00`, and as a Chinese keyboard types it; undefined where it is no time. */
function timeOf(text: string): string | undefined {
	const time = text.normalize('NFKC').trim();
	return TIME.test(time) ? time.padStart(5, '0') : undefined;
}

/** @example readWeek([{ days: ['mon'], from: '9:00', to: '17:00' }]) // { mon: [['09:00', '17:00']] } */
export function readWeek(rows: unknown): Week {
	const week: Week = {};
	(Array.isArray(rows) ? rows : []).forEach((row: Record<string, unknown>, index) => {
		const refuse = (value: unknown, fault: string, hint: string) =>
			invalid('workingHours', value, `Row ${index + 1} of 'Working Hours' ${fault}`, hint);
		const time = (label: string, value: unknown) => {
			const read = timeOf(String(value ?? ''));
			if (read !== undefined) return read;
			throw refuse(value, `has "${String(value ?? '')}" in '${label}', which is not a time`, TIME_HINT);
		};
		const days = Array.isArray(row.days) ? row.days.map(String) : [];
		if (days.length === 0) throw refuse(row.days, 'has no days', 'Choose its days, or remove the row.');
		const interval = [time('From', row.from), time('To', row.to)] as const;
		if (interval[0] === interval[1])
			throw refuse(
				interval[0],
				`starts and ends at ${interval[0]}`,
				'For a whole day write 00:00 and 24:00; for a closed day take it out of the row.',
			);
		for (const day of days) (week[day] ??= []).push(interval);
	});
	return week;
}

/** @example readHolidays('2026-01-01 New Year') // [{ date: '2026-01-01', name: 'New Year' }] */
export const readHolidays = (text: unknown): Holiday[] =>
	linesOf(text, 'holidays', 'Holidays', HOLIDAY_HINT).map(({ date, rest }) =>
		rest === '' ? { date } : { date, name: rest },
	);

/** @example readOverrides('2026-12-24 closed') // { '2026-12-24': { intervals: [] } } */
export function readOverrides(text: unknown): Overrides {
	const overrides: Overrides = {};
	for (const { date, rest, refuse } of linesOf(text, 'overrides', 'Exceptions', OVERRIDE_HINT)) {
		if (Object.hasOwn(overrides, date)) throw refuse(`gives ${date} a second time`);
		const [intervals, name] = hoursOf(rest, refuse);
		overrides[date] = { intervals, ...(name === '' ? {} : { name }) };
	}
	return overrides;
}

/** A calendar that never opens would make every deadline impossible. */
export function refuseNoHours(week: Week, overrides: Overrides): void {
	const all = [...Object.values(week), ...Object.values(overrides).map(({ intervals }) => intervals)];
	if (all.some((intervals) => intervals.length > 0)) return;
	throw invalid(
		'workingHours',
		week,
		"'Working Hours' is empty",
		'Add at least one row with days, a beginning and an end.',
	);
}

interface Line {
	readonly date: string;
	readonly rest: string;
	refuse(fault: string): Error;
}

/** The lines that say something. An expression may give them as a list. */
function linesOf(text: unknown, field: string, label: string, hint: string): Line[] {
	const lines: string[] = Array.isArray(text) ? text.map(String) : String(text ?? '').split(/\r?\n/);
	return lines.flatMap((raw, index): Line[] => {
		const line = raw.trim();
		if (line === '') return [];
		const refuse = (fault: string) =>
			invalid(field, line, `Line ${index + 1} of '${label}' ("${line}") ${fault}`, hint);
		const [, date, rest = ''] = /^(\d{4}-\d{2}-\d{2})(?![\d-])[\s:,]*(.*)$/u.exec(line) ?? [];
		if (date === undefined) throw refuse('does not begin with a date');
		if (!isDate(date)) throw refuse(`begins with ${date}, which is no date`);
		return [{ date, rest: rest.trim(), refuse }];
	});
}

/** JavaScript turns 30 February into 2 March. */
function isDate(text: string): boolean {
	const date = new Date(`${text}T00:00:00Z`);
	return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

const CLOSED = /^closed\b[\s:,]*/i;
const HOURS = /^(\d{1,2}:\d{2})\s*(?:[-–—~]|to)\s*(\d{1,2}:\d{2})(?!\d)[\s,;]*/;

function hoursOf(text: string, refuse: Line['refuse']): [intervals: ClockInterval[], name: string] {
	if (CLOSED.test(text)) return [[], text.replace(CLOSED, '')];
	const intervals: ClockInterval[] = [];
	let rest = text.normalize('NFKC');
	for (let match = HOURS.exec(rest); match; match = HOURS.exec(rest)) {
		const [all, start = '', end = ''] = match;
		const interval = [timeOf(start), timeOf(end)] as const;
		if (interval[0] === undefined) throw refuse(`has ${start}, which is not a time`);
		if (interval[1] === undefined) throw refuse(`has ${end}, which is not a time`);
		if (interval[0] === interval[1]) throw refuse(`starts and ends at ${interval[0]}`);
		intervals.push([interval[0], interval[1]]);
		rest = rest.slice(all.length);
	}
	if (intervals.length === 0) throw refuse("has neither hours nor the word 'closed' after the date");
	return [intervals, rest];
}
