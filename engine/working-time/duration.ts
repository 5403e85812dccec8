import { invalid } from '../errors';
import { DAY, HOUR, MINUTE, SECOND } from './local-date';

/**
 * A length of time as somebody wrote it. `working` is what they said about it: true for "working days",
 * false for "calendar days", absent if they left it to the context.
 */
export type Duration =
	| { readonly unit: 'ms'; readonly ms: number; readonly working?: boolean }
	| { readonly unit: 'days'; readonly days: number; readonly working?: boolean };

export interface ParseDurationOptions {
	/** The parameter's path, for the error. Default `duration`. */
	readonly field?: string;
	readonly allowZero?: boolean;
	readonly allowNegative?: boolean;
	/** Anything longer is refused. */
	readonly longest?: { readonly hours: number; readonly days: number };
}

/** What can be promised: even where work is done for an hour a day, it ends before the calendars do. */
export const LONGEST_PROMISE = { hours: 10_000, days: 3_660 };

const HINT = 'Write for example "4h", "90 min", "1h 30m", "2 working days", "3 days", "1 week" or "PT30M".';

/** Units by what people write, in English and Chinese. `m` is minutes: months have no fixed length. */
const UNITS = new Map<string, number>([
	...['s', 'sec', 'secs', 'second', 'seconds', '秒', '秒钟'].map((u) => [u, SECOND] as const),
	...['m', 'min', 'mins', 'minute', 'minutes', '分', '分钟'].map((u) => [u, MINUTE] as const),
	...['h', 'hr', 'hrs', 'hour', 'hours', '时', '小时', '钟头'].map((u) => [u, HOUR] as const),
	...['d', 'day', 'days', '天', '日'].map((u) => [u, DAY] as const),
	...['w', 'wk', 'wks', 'week', 'weeks', '周', '星期'].map((u) => [u, 7 * DAY] as const),
]);

const KINDS = new Map<string, boolean>([
	...['working', 'business', 'work', '工作'].map((k) => [k, true] as const),
	...['calendar', 'elapsed', '自然'].map((k) => [k, false] as const),
]);

/** One amount: number, kind of time, unit, and what may stand between it and the next. */
const PART =
	/(\d+(?:\.\d+)?)\s*(?:个\s*)?(?:(working|business|work|calendar|elapsed)[\s-]*|(工作|自然))?([a-z]+|[\u4e00-\u9fff]+?)\.?(?=[\s,\d]|$)(?:\s*,|\s+and\b)?\s*/y;

/** ISO 8601, weeks to seconds; years and months have no fixed length. */
const ISO =
	/^p(?:(\d+(?:\.\d+)?)w)?(?:(\d+(?:\.\d+)?)d)?(?:t(?:(\d+(?:\.\d+)?)h)?(?:(\d+(?:\.\d+)?)m)?(?:(\d+(?:\.\d+)?)s)?)?$/;

interface Part {
	readonly amount: number;
	/** Ms of the unit written. */
	readonly unit: number;
	readonly working: boolean | undefined;
}

/**
 * Reads a duration as people write it: `4h`, `90 min`, `1h 30m`, `1.5 hours`, `2 days`, `3 business days`,
 * `PT30M`, `P2D`, `4小时`, `2个工作日`. Days stay days, because a working day is not a number of hours; a
 * week is seven calendar days. Days together with hours are refused: whether the day is 24 hours or a
 * working day would be a guess. So is a bare number.
 *
 * @throws IcrmError `invalid` when it cannot be read, is zero or negative (unless allowed)
 * @example parseDuration('2 working days') // { unit: 'days', days: 2, working: true }
 */
export function parseDuration(input: unknown, options: ParseDurationOptions = {}): Duration {
	const refuse = (message: string, hint = HINT) =>
		invalid(options.field ?? 'duration', input, `${shown(input)} ${message}.`, hint);

	if (typeof input === 'number')
		throw refuse('has no unit', 'Write the unit as well, for example "90 min" or "4h".');
	if (typeof input !== 'string') throw refuse('is not a duration');
	// NFKC: a Chinese keyboard types ４ and a wide space.
	const text = input.normalize('NFKC').trim().toLowerCase();
	const isNegative = /^[-\u2212]/.test(text);
	const unsigned = isNegative ? text.slice(1).trim() : text;
	if (/^\d+(?:\.\d+)?$/.test(unsigned) && Number(unsigned) !== 0)
		throw refuse('has no unit', 'Write the unit as well, for example "90 min" or "4h".');

	const parts = unsigned.startsWith('p') ? isoParts(unsigned) : writtenParts(unsigned);
	if (!parts) throw refuse('cannot be read as a duration');

	const areDays = parts.every(({ unit }) => unit >= DAY);
	if (!areDays && parts.some(({ unit }) => unit >= DAY))
		throw refuse('mixes days with hours', 'Write one or the other, for example "36h" or "2 working days".');
	const kinds = new Set(parts.map(({ working }) => working).filter((working) => working !== undefined));
	if (kinds.size > 1) throw refuse('mixes working and calendar time');
	const hasWeeks = parts.some(({ unit }) => unit > DAY);
	if (hasWeeks && kinds.has(true))
		throw refuse('counts working weeks', 'Write the number of working days, for example "5 working days".');

	const sum = parts.reduce((total, { amount, unit }) => total + amount * unit, 0) * (isNegative ? -1 : 1);
	if (sum === 0 && !options.allowZero) throw refuse('is no time at all');
	if (sum < 0 && !options.allowNegative) throw refuse('is negative');
	if (!Number.isSafeInteger(Math.round(sum))) throw refuse('is too long');
	const { longest } = options;
	if (longest && Math.abs(sum) > (areDays ? longest.days * DAY : longest.hours * HOUR))
		throw refuse(
			'is too long',
			`Write at most ${longest.hours.toLocaleString('en')} hours, or ${longest.days.toLocaleString('en')} days.`,
		);

	const working = hasWeeks ? false : [...kinds][0];
	const said = working === undefined ? {} : { working };
	if (!areDays) return { unit: 'ms', ms: Math.round(sum) || 0, ...said };
	const days = sum / DAY || 0;
	if (working && !Number.isInteger(days))
		throw refuse('counts part of a working day', 'Write whole working days, or working hours.');
	return { unit: 'days', days, ...said };
}

const shown = (input: unknown) =>
	typeof input === 'string' ? `"${input}"` : typeof input === 'number' ? `${input}` : 'What is given';

function writtenParts(text: string): Part[] | undefined {
	const parts: Part[] = [];
	PART.lastIndex = 0;
	while (PART.lastIndex < text.length) {
		const match = PART.exec(text);
		if (!match) break;
		const unit = UNITS.get(match[4] ?? '');
		if (unit === undefined) return undefined;
		parts.push({ amount: Number(match[1]), unit, working: KINDS.get(match[2] ?? match[3] ?? '') });
		if (PART.lastIndex === text.length) return parts;
	}
	PART.lastIndex = 0;
	// Zero needs no unit.
	return /^0+(?:\.0+)?$/.test(text) ? [{ amount: 0, unit: MINUTE, working: undefined }] : undefined;
}

function isoParts(text: string): Part[] | undefined {
	const match = ISO.exec(text);
	if (!match || text.endsWith('t')) return undefined;
	const parts = [7 * DAY, DAY, HOUR, MINUTE, SECOND].flatMap((unit, i) => {
		const amount = match[i + 1];
		return amount === undefined ? [] : [{ amount: Number(amount), unit, working: undefined }];
	});
	return parts.length > 0 ? parts : undefined;
}

/**
 * A length of time for people: `1 h 30 min`, `45 s`, `26 h` (hours are not made into days: in working time
 * a day is not 24 of them). To the second; `parseDuration` reads it.
 *
 * @example formatDuration(5_400_000) // '1 h 30 min'
 */
export function formatDuration(ms: number): string {
	if (!Number.isFinite(ms))
		throw invalid('duration', ms, `${ms} is not a length of time.`, 'Give milliseconds.');
	const seconds = Math.round(Math.abs(ms) / SECOND);
	const amounts: ReadonlyArray<readonly [number, string]> = [
		[Math.floor(seconds / 3600), 'h'],
		[Math.floor(seconds / 60) % 60, 'min'],
		[seconds % 60, 's'],
	];
	const text = amounts.flatMap(([amount, unit]) => (amount > 0 ? [`${amount} ${unit}`] : [])).join(' ');
	return text ? (ms < 0 ? '-' : '') + text : '0 min';
}
