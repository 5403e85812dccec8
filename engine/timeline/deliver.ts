import type { Engine } from '../engine';
import { locked, type Queryable, type Row, type Trx } from '../store';
import { toDelivery, toEvent } from './repository';
import type { Delivery, DeliveryRecord } from './types';

/**
 * How often a delivery is tried before it rests as a dead letter, and how long between two tries: five seconds at first,
 * twice as long each time, half an hour at most. Six hours in all, so that a mail server may be down for a night's repair.
 */
export const MAX_ATTEMPTS = 20;
export const backoffMs = (attempt: number): number => Math.min(5_000 * 2 ** (attempt - 1), 30 * 60_000);

/**
 * Leases up to `limit` deliveries of one subscription, oldest event first. A delivery is visible when it is new, when
 * its retry is due, or when the lease of whoever held it has run out: one column tells all three. One that was tried
 * often enough already goes to the dead letters instead.
 */
export async function claimDeliveries(
	engine: Engine,
	subscriptionId: string,
	limit: number,
	leaseMs: number,
): Promise<Delivery[]> {
	const now = engine.now();
	return await engine.store.transaction(async (trx) => {
		const visible = trx
			.selectFrom('delivery')
			.selectAll()
			.where('subscription_id', '=', subscriptionId)
			.where('state', '=', 'open')
			.where('visible_at', '<=', now)
			.orderBy('visible_at')
			.orderBy('event_at')
			.limit(limit);
		const rows = await locked(trx, visible, 'skip').execute();
		const tired = rows.filter((row) => row.attempt >= MAX_ATTEMPTS);
		const fresh = rows.filter((row) => row.attempt < MAX_ATTEMPTS);
		await bury(trx, tired, now);
		await lease(trx, fresh, now + leaseMs);
		return await withEvents(trx, fresh);
	});
}

async function lease(trx: Trx, rows: readonly Row<'delivery'>[], until: number): Promise<void> {
	if (rows.length === 0) return;
	await ofRows(trx, rows)
		.set((eb) => ({ visible_at: until, attempt: eb('attempt', '+', 1) }))
		.execute();
}

async function bury(trx: Trx, rows: readonly Row<'delivery'>[], now: number): Promise<void> {
	if (rows.length === 0) return;
	await ofRows(trx, rows)
		.set((eb) => ({
			state: 'dead',
			ended_at: now,
			last_error: eb.fn.coalesce('last_error', eb.val('its executions never ended')),
		}))
		.execute();
}

const ofRows = (trx: Trx, rows: readonly Row<'delivery'>[]) =>
	trx
		.updateTable('delivery')
		.where('subscription_id', '=', rows[0]?.subscription_id ?? '')
		.where(
			'event_id',
			'in',
			rows.map((row) => row.event_id),
		);

async function withEvents(trx: Trx, rows: readonly Row<'delivery'>[]): Promise<Delivery[]> {
	if (rows.length === 0) return [];
	const events = await trx
		.selectFrom('event')
		.selectAll()
		.where(
			'id',
			'in',
			rows.map((row) => row.event_id),
		)
		.execute();
	const byId = new Map(events.map((event) => [event.id, toEvent(event)]));
	return rows.flatMap((row) => {
		const event = byId.get(row.event_id);
		return event ? [{ subscriptionId: row.subscription_id, event, attempt: row.attempt + 1 }] : [];
	});
}

/** The lease of an execution that still runs is put off. False: somebody else holds the delivery by now. */
export const renewLease = (engine: Engine, delivery: Delivery, leaseMs: number): Promise<boolean> =>
	settle(engine, delivery, { visible_at: engine.now() + leaseMs });

/** It arrived. False: it was settled or claimed again meanwhile, which changes nothing. */
export const acknowledgeDelivery = (engine: Engine, delivery: Delivery): Promise<boolean> =>
	settle(engine, delivery, { state: 'done', ended_at: engine.now() });

/** It did not: tried again after a while, or buried when it was tried often enough. */
export function failDelivery(engine: Engine, delivery: Delivery, reason: string): Promise<boolean> {
	const now = engine.now();
	const last_error = reason.slice(0, 1_000);
	return delivery.attempt >= MAX_ATTEMPTS
		? settle(engine, delivery, { state: 'dead', ended_at: now, last_error })
		: settle(engine, delivery, { visible_at: now + backoffMs(delivery.attempt), last_error });
}

async function settle(
	engine: Engine,
	delivery: Delivery,
	change: Partial<Row<'delivery'>>,
): Promise<boolean> {
	const result = await engine.transaction((trx) =>
		trx
			.updateTable('delivery')
			.set(change)
			.where('subscription_id', '=', delivery.subscriptionId)
			.where('event_id', '=', delivery.event.id)
			.where('attempt', '=', delivery.attempt)
			.where('state', '=', 'open')
			.executeTakeFirst(),
	);
	return Number(result.numUpdatedRows) > 0;
}

/** Takes back what has not reached a workflow yet: the subject moved on before anybody was told. */
export async function withdrawDeliveries(trx: Trx, eventIds: readonly string[], now: number): Promise<void> {
	if (eventIds.length === 0) return;
	await trx
		.updateTable('delivery')
		.set({ state: 'done', ended_at: now, last_error: 'withdrawn: no longer needed' })
		.where('event_id', 'in', eventIds)
		.where('state', '=', 'open')
		.execute();
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

/** Deliveries by state, the most recently ended first. */
export async function listDeliveries(
	engine: Engine,
	wanted: { state: DeliveryRecord['state']; limit: number },
): Promise<DeliveryRecord[]> {
	return await engine.store.read(async (db) => {
		const rows = await db
			.selectFrom('delivery')
			.selectAll()
			.where('state', '=', wanted.state)
			.orderBy('ended_at', 'desc')
			.orderBy('event_at', 'desc')
			.limit(wanted.limit)
			.execute();
		if (rows.length === 0) return [];
		const events = await db
			.selectFrom('event')
			.selectAll()
			.where(
				'id',
				'in',
				rows.map((row) => row.event_id),
			)
			.execute();
		const byId = new Map(events.map((event) => [event.id, event]));
		return rows.flatMap((row) => {
			const event = byId.get(row.event_id);
			return event ? [toDelivery({ ...row, event })] : [];
		});
	});
}
