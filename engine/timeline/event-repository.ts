import { nounsOf, type Queryable, type Row, type Trx } from '../store';
import type { EventSubject, EventType, TimelineEvent } from '../event';
import type { Subscription } from './types';

interface StoredEvent extends Omit<EventSubject, 'isHistory'> {
	readonly type: EventType;
	readonly data: object;
}

const events = nounsOf<'event', StoredEvent, 'recorded_at'>('event', 'recorded_at');

/** @throws where an event of that id exists: nothing happens twice */
export const insertEvents = (trx: Trx, written: readonly TimelineEvent[], now: number): Promise<void> =>
	events.insert(trx, written, { recorded_at: now });

/** What was written by `insertEvents`, read back: the types and data are those that it let in. */
export const toEvent = (row: Row<'event'>): TimelineEvent => events.toNoun(row) as TimelineEvent;

/** The newest event that a subscription would get: what a trigger shows when it is tried out in the editor. */
export async function latestEvent(
	db: Queryable,
	wanted: Pick<Subscription, 'types' | 'filter'>,
): Promise<TimelineEvent | undefined> {
	let query = db.selectFrom('event').selectAll().where('type', 'in', wanted.types);
	if (wanted.filter.serviceIds?.length) query = query.where('service_id', 'in', wanted.filter.serviceIds);
	if (wanted.filter.departmentIds?.length)
		query = query.where('department_id', 'in', wanted.filter.departmentIds);
	const row = await query.orderBy('recorded_at', 'desc').limit(1).executeTakeFirst();
	return row && toEvent(row);
}

/** Events written at or after an instant, oldest first: for who watches from outside. */
export async function eventsSince(
	db: Queryable,
	recordedAt: number,
	limit: number,
): Promise<TimelineEvent[]> {
	const rows = await db
		.selectFrom('event')
		.selectAll()
		.where('recorded_at', '>=', recordedAt)
		.orderBy('recorded_at')
		.orderBy('at')
		.limit(limit)
		.execute();
	return rows.map(toEvent);
}

const A_WEEK_MS = 7 * 86_400_000;

/**
 * Which events of these types were written after an instant, epoch ms, and where; in no order. One about something that had
 * happened more than a week before it was written is left out, so that the index on instants is enough.
 */
export async function writtenSince(
	db: Queryable,
	types: readonly EventType[],
	recordedAt: number,
): Promise<(Pick<StoredEvent, 'type' | 'serviceId' | 'departmentId'> & { readonly at: number })[]> {
	const rows = await db
		.selectFrom('event')
		.select(['type', 'service_id', 'department_id', 'recorded_at'])
		.where('type', 'in', types)
		.where('at', '>', recordedAt - A_WEEK_MS)
		.where('recorded_at', '>', recordedAt)
		.execute();
	return rows.map(({ type, service_id, department_id, recorded_at: at }) => ({
		type: type as EventType,
		...(service_id === null ? {} : { serviceId: service_id }),
		...(department_id === null ? {} : { departmentId: department_id }),
		at,
	}));
}

export async function eventExists(db: Queryable, id: string): Promise<boolean> {
	const found = await db.selectFrom('event').select('id').where('id', '=', id).executeTakeFirst();
	return found !== undefined;
}
