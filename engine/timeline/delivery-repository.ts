import { inChunks, locked, type Queryable, type Row, type Trx } from '../store';
import type { TimelineEvent } from '../event';
import { toEvent } from './event-repository';
import type { DeliveryRecord } from './types';
import { pluck } from '../pluck';

type DeliveryRow = Row<'delivery'>;

export interface DeliveryKey {
	readonly subscriptionId: string;
	readonly eventId: string;
}

/** Deliveries that can be claimed at `now`, oldest event first, locked; those that somebody else is claiming are left out. */
export async function visibleDeliveries(
	trx: Trx,
	subscriptionId: string,
	now: number,
	limit: number,
): Promise<DeliveryRow[]> {
	const visible = trx
		.selectFrom('delivery')
		.selectAll()
		.where('subscription_id', '=', subscriptionId)
		.where('state', '=', 'open')
		.where('visible_at', '<=', now)
		.orderBy('visible_at')
		.orderBy('event_at')
		.limit(limit);
	return await locked(trx, visible, 'skip').execute();
}

/** One more attempt for each, invisible until `until`. */
export async function leaseRows(trx: Trx, rows: readonly DeliveryRow[], until: number): Promise<void> {
	if (rows.length === 0) return;
	await ofRows(trx, rows)
		.set((eb) => ({ visible_at: until, attempt: eb('attempt', '+', 1) }))
		.execute();
}

export async function buryRows(trx: Trx, rows: readonly DeliveryRow[], now: number): Promise<void> {
	if (rows.length === 0) return;
	const reason = 'its executions never ended';
	await ofRows(trx, rows)
		.set((eb) => ({ state: 'dead', ended_at: now, last_error: eb.fn.coalesce('last_error', eb.val(reason)) }))
		.execute();
}

/** Rows of one subscription. */
const ofRows = (trx: Trx, rows: readonly DeliveryRow[]) =>
	trx
		.updateTable('delivery')
		.where('subscription_id', '=', rows[0]?.subscription_id ?? '')
		.where('event_id', 'in', pluck(rows, 'event_id'));

/** The rows with their events, in their order. */
export async function withEvents(
	db: Queryable,
	rows: readonly DeliveryRow[],
): Promise<(readonly [DeliveryRow, TimelineEvent])[]> {
	const events = await inChunks(pluck(rows, 'event_id'), (ids) =>
		db.selectFrom('event').selectAll().where('id', 'in', ids).execute(),
	);
	const byId = new Map(events.map((event) => [event.id, toEvent(event)]));
	return rows.flatMap((row) => {
		const event = byId.get(row.event_id);
		return event ? [[row, event] as const] : [];
	});
}

/** Changes an open delivery that is still at this attempt. False when it is not: somebody settled or claimed it. */
export async function changeDelivery(
	trx: Trx,
	key: DeliveryKey & { readonly attempt: number },
	change: Partial<DeliveryRow>,
): Promise<boolean> {
	const result = await trx
		.updateTable('delivery')
		.set(change)
		.where('subscription_id', '=', key.subscriptionId)
		.where('event_id', '=', key.eventId)
		.where('attempt', '=', key.attempt)
		.where('state', '=', 'open')
		.executeTakeFirst();
	return Number(result.numUpdatedRows) > 0;
}

/** Ends a delivery at whatever attempt it is. */
export async function endDelivery(trx: Trx, key: DeliveryKey, now: number): Promise<void> {
	await trx
		.updateTable('delivery')
		.set({ state: 'done', ended_at: now })
		.where('subscription_id', '=', key.subscriptionId)
		.where('event_id', '=', key.eventId)
		.where('state', '=', 'open')
		.execute();
}

/** Takes back what has not reached a workflow yet: the subject moved on before anybody was told. */
export async function withdrawDeliveries(trx: Trx, eventIds: readonly string[], now: number): Promise<void> {
	await inChunks(eventIds, async (ids) => {
		const change = { state: 'done', ended_at: now, last_error: 'withdrawn: no longer needed' };
		await trx
			.updateTable('delivery')
			.set(change)
			.where('event_id', 'in', ids)
			.where('state', '=', 'open')
			.execute();
	});
}

/** A dead letter is open again, with all its tries before it. False when there is none. */
export async function reviveDelivery(trx: Trx, key: DeliveryKey, now: number): Promise<boolean> {
	const result = await trx
		.updateTable('delivery')
		.set({ state: 'open', attempt: 0, visible_at: now, ended_at: null })
		.where('subscription_id', '=', key.subscriptionId)
		.where('event_id', '=', key.eventId)
		.where('state', '=', 'dead')
		.executeTakeFirst();
	return Number(result.numUpdatedRows) > 0;
}

/** When this subscription's next delivery becomes visible, or undefined when none waits. */
export async function nextVisibleAt(db: Queryable, subscriptionId: string): Promise<number | undefined> {
	const row = await db
		.selectFrom('delivery')
		.select('visible_at')
		.where('subscription_id', '=', subscriptionId)
		.where('state', '=', 'open')
		.orderBy('visible_at')
		.limit(1)
		.executeTakeFirst();
	return row?.visible_at;
}

export async function deliveriesIn(
	db: Queryable,
	state: DeliveryRecord['state'],
	limit: number,
): Promise<DeliveryRecord[]> {
	const rows = await db
		.selectFrom('delivery')
		.selectAll()
		.where('state', '=', state)
		.orderBy('ended_at', 'desc')
		.orderBy('event_at', 'desc')
		.limit(limit)
		.execute();
	return (await withEvents(db, rows)).map(([row, event]) => ({
		subscriptionId: row.subscription_id,
		event,
		attempt: row.attempt,
		state,
		visibleAt: row.visible_at,
		lastError: row.last_error,
	}));
}

/** True when this step of this event was not recorded before. */
export async function insertStep(trx: Trx, key: DeliveryKey, step: string, at: number): Promise<boolean> {
	const inserted = await trx
		.insertInto('step')
		.values({ subscription_id: key.subscriptionId, event_id: key.eventId, step, at })
		.onConflict((conflict) => conflict.columns(['subscription_id', 'event_id', 'step']).doNothing())
		.executeTakeFirst();
	return Number(inserted.numInsertedOrUpdatedRows ?? 0) > 0;
}
