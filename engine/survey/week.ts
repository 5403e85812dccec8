const DAY_MS = 24 * 60 * 60 * 1000;
const WEEK_MS = 7 * DAY_MS;
/** 1970-01-05, the first Monday. */
const FIRST_MONDAY = 4 * DAY_MS;

/**
 * The Monday of the week an instant lies in, in UTC: all the time an anonymous answer carries.
 *
 * @param at epoch ms
 * @example weekOf(Date.UTC(2026, 2, 8, 23)) // '2026-03-02', for that is a Sunday
 */
export function weekOf(at: number): string {
	const monday = FIRST_MONDAY + Math.floor((at - FIRST_MONDAY) / WEEK_MS) * WEEK_MS;
	return new Date(monday).toISOString().slice(0, 10);
}

/** When a week begins, epoch ms. */
export const startOfWeek = (week: string): number => Date.parse(`${week}T00:00:00Z`);

/** The first instant after a week, epoch ms. */
export const endOfWeek = (week: string): number => startOfWeek(week) + WEEK_MS;
