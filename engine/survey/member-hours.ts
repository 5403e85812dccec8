import { findDepartments, loadCalendars, type Member } from '../directory';
import type { Queryable } from '../store';
import { addDuration, always, type Calendar } from '../working-time';
import type { Survey } from './types';
import { pluck } from '../pluck';

/** The hours in which a survey may write to somebody. */
type MemberHours = (survey: Survey, member: Member) => Calendar;

/** Everybody's hours are those of their department's calendar, unless the survey is sent at any time. */
export async function memberHours(db: Queryable, people: readonly Member[]): Promise<MemberHours> {
	const departments = await findDepartments(db, pluck(people, 'departmentId'));
	const calendars = await loadCalendars(db, pluck([...departments.values()], 'calendarId'));
	return ({ sendAt }, { departmentId }) =>
		sendAt === 'anyTime'
			? always
			: (calendars.get(departments.get(departmentId)?.calendarId ?? '')?.calendar ?? always);
}

/** The instant itself, or when the hours begin after it. */
export const inHours = (at: number, hours: Calendar): number =>
	hours.isOpen(at) ? at : (hours.nextOpening(at) ?? at);

/** When a mail about an occasion at `at` is due: in the recipient's working time after it, and in their hours. */
export function sendingAt({ delayDays, delayMs }: Survey, at: number, hours: Calendar): number {
	const delay =
		delayDays > 0 ? ({ unit: 'days', days: delayDays } as const) : ({ unit: 'ms', ms: delayMs } as const);
	return inHours(addDuration(hours, at, delay, { working: true }), hours);
}
