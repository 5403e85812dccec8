import { inChunks, locked, type Queryable, type Row, type Trx } from '../store';
import type { EventType, TimelineEvent } from '../event';
import type { EventFilter, Subscription, Timer } from './types';

/** A subscription no trigger has kept alive for this long gets no further events: its workflow is gone. */
export const SUBSCRIPTION_RETENTION_MS = 7 * 24 * 60 * 60 * 1000;

export async function openSubscriptions(db: Queryable, now: number): Promise<Subscription[]> {
	const rows = await db
		.selectFrom('subscription')
		.selectAll()
		.where('seen_at', '>', now - SUBSCRIPTION_RETENTION_MS)
		.execute();
	return rows.map((row) => ({
		id: row.id,
		types: JSON.parse(row.types) as EventType[],
		filter: JSON.parse(row.filter) as EventFilter,
		label: row.label,
	}));
}

/** Whether anybody would get an event of this type. */
export async function isHeard(db: Queryable, type: EventType, now: number): Promise<boolean> {
	return (await openSubscriptions(db, now)).some((subscription) => subscription.types.includes(type));
}

export async function saveSubscription(trx: Trx, subscription: Subscription, now: number): Promise<void> {
	const { id, label } = subscription;
	const changing = {
		types: JSON.stringify(subscription.types),
		filter: JSON.stringify(subscription.filter),
		label,
		seen_at: now,
	};
	await trx
		.insertInto('subscription')
		.values({ id, created_at: now, ...changing })
		.onConflict((conflict) => conflict.column('id').doUpdateSet(changing))
		.execute();
}

/** Timers due at `now`, the most overdue first. Read without a lock: whoever fires them looks again. */
export async function dueTimers(db: Queryable, now: number, limit: number): Promise<Timer[]> {
	const rows = await db
		.selectFrom('timer')
		.selectAll()
		.where('due_at', '<=', now)
		.orderBy('due_at')
		.limit(limit)
		.execute();
	return rows.map(toTimer);
}

/** Of these subjects' timers, those still due, locked. The caller holds the subjects already. */
export async function takeTimers(trx: Trx, subjects: readonly string[], now: number): Promise<Timer[]> {
	const due = trx
		.selectFrom('timer')
		.selectAll()
		.where('subject', 'in', subjects)
		.where('due_at', '<=', now)
		.orderBy('due_at');
	return (await locked(trx, due, 'wait').execute()).map(toTimer);
}

/** The instant the next timer is due at, or undefined when none is set. */
export async function nextTimerAt(db: Queryable): Promise<number | undefined> {
	const row = await db.selectFrom('timer').select('due_at').orderBy('due_at').limit(1).executeTakeFirst();
	return row?.due_at;
}

export async function cancelTimers(trx: Trx, subjects: readonly string[]): Promise<void> {
	await inChunks(subjects, async (chunk) => {
		await trx.deleteFrom('timer').where('subject', 'in', chunk).execute();
		return [];
	});
}

export async function postponeTimer(trx: Trx, subject: string, dueAt: number, error: string): Promise<void> {
	await trx
		.updateTable('timer')
		.set((eb) => ({ due_at: dueAt, attempts: eb('attempts', '+', 1), last_error: error.slice(0, 500) }))
		.where('subject', '=', subject)
		.execute();
}

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

const toTimer = (row: Row<'timer'>): Timer => ({
	subject: row.subject,
	kind: row.kind,
	dueAt: row.due_at,
	revision: row.revision,
});

/** What was written by `appendEvents`, read back: the types and data are those that it let in. */
export const toEvent = (row: Row<'event'>): TimelineEvent =>
	({
		id: row.id,
		type: row.type,
		subject: row.subject,
		...(row.request_id === null ? {} : { requestId: row.request_id }),
		...(row.service_id === null ? {} : { serviceId: row.service_id }),
		...(row.department_id === null ? {} : { departmentId: row.department_id }),
		at: row.at,
		data: JSON.parse(row.data),
	}) as TimelineEvent;
