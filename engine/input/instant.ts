import { DateTime } from 'luxon';
import { invalid } from '../errors';
import { asText } from './validate';

/** Smaller numbers are epoch seconds: as milliseconds they would lie before 3 March 1973. */
const SMALLEST_MS = 1e11;
/** Many systems write 9999-12-31 for ever. */
export const END_OF_TIME_MS = Date.UTC(10_000, 0);

/**
 * An instant somebody typed, picked or computed, as epoch ms. A text without an offset means the wall clock of
 * `timezone`, as n8n's date picker does; a date alone is the start of its day.
 *
 * Takes ISO 8601 (`2026-07-03T10:00`, `2026-07-03 10:00`, `2026-07-03`, `...+02:00`, `...Z`), epoch milliseconds as
 * number or text, a `Date`, and the date objects of n8n's expressions (`{{ $now }}`).
 *
 * @example parseInstant('2026-07-03T10:00', 'Europe/Berlin') // 1783065600000, 08:00 UTC
 * @throws IcrmError `invalid`, naming `field`
 */
export function parseInstant(value: unknown, timezone: string, field = 'date'): number {
	const ms = typeof value === 'string' ? ofText(value.trim(), timezone) : ofValue(value);
	if (ms === undefined || !Number.isFinite(ms))
		throw invalid(
			field,
			value,
			`${typeof value === 'string' ? `'${value}'` : asText(value)} is not a date and time`,
			'Give it like 2026-07-03T10:00, with an offset or Z where it is not in the time zone of the workflow.',
		);
	if (typeof value !== 'object' && isSeconds(value))
		throw invalid(
			field,
			value,
			`'${String(value)}' looks like epoch seconds`,
			'Multiply it by 1000: epoch milliseconds are expected, or a text like 2026-07-03T10:00.',
		);
	if (Math.abs(ms) >= END_OF_TIME_MS)
		throw invalid(
			field,
			value,
			`'${String(value)}' is too far away`,
			'Check the year: dates until 9999 are taken.',
		);
	return Math.round(ms);
}

/** ISO 8601 in UTC, or null where there is no instant: what every output carries. */
export const toIso = (ms: number | null | undefined): string | null =>
	ms === null || ms === undefined ? null : new Date(ms).toISOString();

const isSeconds = (value: unknown): boolean =>
	(typeof value === 'number' || (typeof value === 'string' && /^\s*-?\d{9,}\s*$/.test(value))) &&
	Math.abs(Number(value)) < SMALLEST_MS;

function ofText(text: string, zone: string): number | undefined {
	// Eight digits are an ISO date (20260703), more are a number of milliseconds.
	if (/^-?\d{9,}$/.test(text)) return Number(text);
	const iso = DateTime.fromISO(text, { zone });
	const parsed = iso.isValid ? iso : DateTime.fromSQL(text, { zone });
	return parsed.isValid ? parsed.toMillis() : undefined;
}

function ofValue(value: unknown): number | undefined {
	if (typeof value === 'number') return value;
	if (value instanceof Date) return value.getTime();
	// n8n has its own copy of luxon, so `instanceof DateTime` would not know its dates.
	if (
		typeof value === 'object' &&
		value !== null &&
		'toMillis' in value &&
		typeof value.toMillis === 'function'
	)
		return Number(value.toMillis());
	return undefined;
}
