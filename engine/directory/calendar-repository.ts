import { versionedRepository, type InForce } from '../records';
import type { Queryable, Trx } from '../store';
import type { CalendarSpec } from '../working-time';
import { compiledFrom } from './calendar-cache';
import type { CalendarRecord, Listing, LoadedCalendar } from './types';

const TABLES = {
	table: 'calendar',
	versions: 'calendar_revision',
	key: 'calendar_id',
	number: 'revision',
	specOf: ({ spec }: CalendarRecord) => spec,
} as const;

const records = versionedRepository<'calendar', 'calendar_revision', CalendarRecord>({
	...TABLES,
	toNoun: ({ id, name, spec }, revision) => ({
		id,
		name,
		revision,
		spec: JSON.parse(spec) as CalendarSpec,
	}),
});

/** The same calendars, compiled. */
const loaded = versionedRepository<'calendar', 'calendar_revision', LoadedCalendar>({
	...TABLES,
	toNoun: ({ id, name, spec }, revision) => ({
		id,
		name,
		revision,
		...compiledFrom(spec),
	}),
});

export const findCalendars = (db: Queryable, ids: readonly string[]): Promise<Map<string, CalendarRecord>> =>
	records.find(db, ids);

export const queryCalendars = (db: Queryable, wanted: Listing): Promise<CalendarRecord[]> =>
	records.list(db, wanted);

/** Calendars as they now stand, ready to compute with: those asked for, or all. */
export const loadCalendars = (
	db: Queryable,
	ids?: Iterable<string | undefined>,
): Promise<Map<string, LoadedCalendar>> => loaded.find(db, ids);

/** Calendars as they stood at an instant, one for each that is asked for, under the names they now have. */
export const calendarsInForce = (
	db: Queryable,
	refs: readonly InForce[],
): Promise<(LoadedCalendar | undefined)[]> => loaded.inForce(db, refs);

/** Writes new calendars, and new revisions of those that are there. */
export const reviseCalendars = (trx: Trx, calendars: readonly CalendarRecord[], now: number): Promise<void> =>
	records.write(trx, calendars, now);

/** Writes names; what a calendar's revision says stays. */
export const renameCalendars = (trx: Trx, calendars: readonly CalendarRecord[], now: number): Promise<void> =>
	records.touch(trx, calendars, now);
