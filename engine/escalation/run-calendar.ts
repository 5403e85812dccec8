import type { LoadedCalendar } from '../directory';
import type { Calendar } from '../working-time';
import type { Policy } from './types';

/** The calendar of delays in working time: the policy's own, else that of the clock that was breached. */
export const calendarIdOf = (
	policy: Pick<Policy, 'calendarId'>,
	breached: { readonly calendarId?: string | undefined },
): string | undefined => policy.calendarId ?? breached.calendarId;

/** @throws Error for a run without a calendar: then its delays mean nothing */
export function calendarIn(
	calendars: ReadonlyMap<string, LoadedCalendar>,
	id: string | undefined,
	runId: string,
): Calendar {
	const loaded = calendars.get(id ?? '');
	if (!loaded) throw new Error(`escalation run ${runId} has no calendar`);
	return loaded.calendar;
}
