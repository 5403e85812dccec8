/**
 * Local dates and clock times as plain numbers: a date is its day number (days since 1970-01-01), a local
 * time is the epoch ms that UTC would show for it. No zone is involved; that is `zone.ts`.
 */

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** The years dates may lie in. Zone rules before 1970 are local history, after 2200 nobody's promise. */
export const FIRST_YEAR = 1970;
export const LAST_YEAR = 2200;
/** The instants of those years: `[EARLIEST, LATEST)`. */
export const EARLIEST = Date.UTC(FIRST_YEAR, 0, 1);
export const LATEST = Date.UTC(LAST_YEAR + 1, 0, 1);

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const CLOCK = /^(\d{1,2}):(\d{2})(?::(\d{2}))?$/;

/** The day number of `YYYY-MM-DD`, or `undefined` if there is no such date (`2026-02-30`). */
export function parseDate(text: string): number | undefined {
	const match = DATE.exec(text);
	if (!match) return undefined;
	const ms = Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3]));
	return new Date(ms).toISOString().startsWith(text) ? ms / DAY : undefined;
}

/** Ms since midnight of `HH:MM` or `HH:MM:SS`, `24:00` included, or `undefined` if it is not a time. */
export function parseClock(text: string): number | undefined {
	const match = CLOCK.exec(text);
	if (!match) return undefined;
	const minutes = Number(match[2]);
	const seconds = Number(match[3] ?? 0);
	const ms = Number(match[1]) * HOUR + minutes * MINUTE + seconds * SECOND;
	return minutes < 60 && seconds < 60 && ms <= DAY ? ms : undefined;
}

export function dayOf(localMs: number): number {
	return Math.floor(localMs / DAY);
}

/** 0 is Monday. */
export function weekdayOf(day: number): number {
	return (((day + 3) % 7) + 7) % 7;
}

export function yearOf(ms: number): number {
	return new Date(ms).getUTCFullYear();
}

/** The first day of a year, as a day number. */
export function firstDayOf(year: number): number {
	return Date.UTC(year, 0, 1) / DAY;
}
