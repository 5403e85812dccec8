import type { Engine } from '../engine';
import { attempt, type Outcome } from '../outcome';
import { eventOf, type TimelineEvent } from '../event';
import { appendEvents } from '../timeline';
import { changeOf, demand, isStoredAlike, type Saved } from '../records';
import { findCalendars, renameCalendars, reviseCalendars } from './calendar-repository';
import { saveRecords, type Kind } from './save-many';
import { parseCalendar, type CalendarInput } from './schema';
import type { CalendarRecord } from './types';
import { pluck } from '../pluck';

export const calendars: Kind<CalendarInput, CalendarRecord> = {
	noun: 'calendar',
	parse: parseCalendar,
	async check(db, inputs) {
		const stored = await findCalendars(db, pluck(inputs, 'id'));
		return inputs.map((input) => attempt(() => become(input, stored.get(input.id))));
	},
	async write(engine, trx, records) {
		const before = await findCalendars(trx, pluck(records, 'id'));
		const now = engine.now();
		const isRenamed = ({ id, revision }: CalendarRecord) => before.get(id)?.revision === revision;
		await renameCalendars(trx, records.filter(isRenamed), now);
		const revised = records.filter((record) => !isRenamed(record));
		await reviseCalendars(trx, revised, now);
		const known = revised.filter(({ id }) => before.has(id));
		await appendEvents(
			engine,
			trx,
			known.map((record) => revisedEvent(record, now)),
		);
	},
};

/**
 * Creates or changes calendars: `{ id, name, spec }`. A new revision is made only where the spec really changed,
 * and announced by the event `calendar.revised`, for whoever computed deadlines with the old one.
 *
 * @example await saveCalendars(engine, [{ id: 'it', name: 'IT', spec: { timezone: 'Europe/Berlin', weekly: {…} } }])
 */
export const saveCalendars = (
	engine: Engine,
	inputs: readonly unknown[],
): Promise<Outcome<Saved<CalendarRecord>>[]> => saveRecords(engine, calendars, inputs);

function become(input: CalendarInput, before: CalendarRecord | undefined): Saved<CalendarRecord> {
	const name = demand('calendar', input.id, 'name', input.name, before?.name);
	const spec = demand('calendar', input.id, 'spec', input.spec, before?.spec);
	if (!before) return changeOf(before, { id: input.id, name, revision: 1, spec });
	const isSame = isStoredAlike(spec, before.spec);
	return changeOf(
		before,
		isSame ? { ...before, name } : { id: input.id, name, revision: before.revision + 1, spec },
	);
}

const revisedEvent = ({ id, name, revision }: CalendarRecord, at: number): TimelineEvent =>
	eventOf(
		'calendar.revised',
		{ id: `calendar:${id}:${revision}`, subject: id, at },
		{ calendarId: id, calendarName: name, revision },
	);
