import type { Engine } from '../engine';
import type { Queryable } from '../store';
import { loadCalendars } from './calendar-repository';
import { findDepartments } from './department-repository';
import { findMembers } from './member-repository';

/** As `readerZone`, by itself. */
export const readerZoneOf = (engine: Engine, memberId: string | null): Promise<string | undefined> =>
	engine.store.read((db) => readerZone(db, memberId));

/**
 * The time zone that somebody reads instants in: that of the calendar by which their department works. Undefined for
 * somebody the directory does not know, or whose department has no calendar.
 */
export async function readerZone(db: Queryable, memberId: string | null): Promise<string | undefined> {
	const member = (await findMembers(db, [memberId ?? undefined])).get(memberId ?? '');
	const department = member && (await findDepartments(db, [member.departmentId])).get(member.departmentId);
	const calendarId = department?.calendarId;
	return (await loadCalendars(db, [calendarId])).get(calendarId ?? '')?.spec.timezone;
}
