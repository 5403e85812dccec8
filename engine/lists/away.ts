import { DateTime } from 'luxon';
import { invalid } from '../errors';
import { parseInstant } from '../input/instant';

/** When somebody is away: from the first instant on, until the second, in epoch ms. */
interface Span {
	readonly from: number;
	readonly until: number;
}

const DATE = /^\d{4}-\d{2}-\d{2}$|^\d{8}$/;

/**
 * A span as people and systems write it. A date without a time is a whole day, so that `until` is then the last day away.
 *
 * @param names what the two are called, for the error
 * @param zone where the days begin: an IANA name
 * @example spanOf('2026-07-01', '2026-07-03', 'Europe/Berlin') // until the 4th at midnight
 * @throws IcrmError `invalid` for what is no instant, or where the end is not after the beginning
 */
export function spanOf(
	from: unknown,
	until: unknown,
	zone: string,
	names = { from: 'from', until: 'until' },
): Span {
	const span = { from: parseInstant(from, zone, names.from), until: endOf(until, zone, names.until) };
	if (span.until > span.from) return span;
	throw invalid(
		names.until,
		until,
		`The absence ends (${String(until)}) before it begins (${String(from)})`,
		'Give an end after the beginning; a date alone is the last day away.',
	);
}

/** The instant from which somebody is back. */
export function endOf(until: unknown, zone: string, name = 'until'): number {
	const at = parseInstant(until, zone, name);
	return typeof until === 'string' && DATE.test(until.trim())
		? DateTime.fromMillis(at, { zone }).plus({ days: 1 }).toMillis()
		: at;
}
