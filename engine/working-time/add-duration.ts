import type { Duration } from './duration';
import { DAY } from './local-date';
import type { Calendar } from './types';

/**
 * `startMs` plus a duration. A working day is the same local clock time on the next working day
 * (`Calendar.addDays`); a calendar day is 24 hours. What the duration does not say of itself, `working`
 * decides.
 *
 * @throws IcrmError as `Calendar.add` and `Calendar.addDays` do; for part of a working day too
 * @example addDuration(office, openedAt, parseDuration('2 working days'), { working: true })
 */
export function addDuration(
	calendar: Calendar,
	startMs: number,
	duration: Duration,
	{ working }: { readonly working: boolean },
): number {
	const isWorking = duration.working ?? working;
	if (duration.unit === 'days')
		return isWorking ? calendar.addDays(startMs, duration.days) : startMs + duration.days * DAY;
	return isWorking ? calendar.add(startMs, duration.ms) : startMs + duration.ms;
}
