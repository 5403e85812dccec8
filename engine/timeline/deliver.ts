import type { Engine } from '../engine';
import type { Row } from '../store';
import {
	buryRows,
	changeDelivery,
	deliveriesIn,
	leaseRows,
	visibleDeliveries,
	withEvents,
} from './delivery-repository';
import type { Delivery, DeliveryRecord } from './types';

/**
 * How often a delivery is tried before it rests as a dead letter, and how long between two tries: five seconds at first,
 * twice as long each time, half an hour at most. Six hours in all, so that a mail server may be down for a night's repair.
 */
export const MAX_ATTEMPTS = 20;
/** Milliseconds until the next try after the `attempt`-th (from 1) failed: 5 s, doubled each time, at most 30 minutes. */
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
		const rows = await visibleDeliveries(trx, subscriptionId, now, limit);
		const fresh = rows.filter((row) => row.attempt < MAX_ATTEMPTS);
		await buryRows(
			trx,
			rows.filter((row) => row.attempt >= MAX_ATTEMPTS),
			now,
		);
		await leaseRows(trx, fresh, now + leaseMs);
		return (await withEvents(trx, fresh)).map(([row, event]) => ({
			subscriptionId,
			event,
			attempt: row.attempt + 1,
		}));
	});
}

/** The lease of an execution that still runs is put off. False: somebody else holds the delivery by now. */
export const renewLease = (engine: Engine, delivery: Delivery, leaseMs: number): Promise<boolean> =>
	changeLeased(engine, delivery, { visible_at: engine.now() + leaseMs });

/** It arrived. False: it was settled or claimed again meanwhile, which changes nothing. */
export const acknowledgeDelivery = (engine: Engine, delivery: Delivery): Promise<boolean> =>
	changeLeased(engine, delivery, { state: 'done', ended_at: engine.now() });

/** It did not: tried again after a while, or buried when it was tried often enough. */
export function failDelivery(engine: Engine, delivery: Delivery, reason: string): Promise<boolean> {
	const now = engine.now();
	const last_error = reason.slice(0, 1_000);
	return delivery.attempt >= MAX_ATTEMPTS
		? changeLeased(engine, delivery, { state: 'dead', ended_at: now, last_error })
		: changeLeased(engine, delivery, { visible_at: now + backoffMs(delivery.attempt), last_error });
}

/** False: the delivery is no longer leased for this try. */
function changeLeased(
	engine: Engine,
	{ subscriptionId, event, attempt }: Delivery,
	change: Partial<Row<'delivery'>>,
): Promise<boolean> {
	return engine.transaction((trx) =>
		changeDelivery(trx, { subscriptionId, eventId: event.id, attempt }, change),
	);
}

/** Deliveries by state, the most recently ended first. */
export const listDeliveries = (
	engine: Engine,
	wanted: { state: DeliveryRecord['state']; limit: number },
): Promise<DeliveryRecord[]> => engine.store.read((db) => deliveriesIn(db, wanted.state, wanted.limit));
