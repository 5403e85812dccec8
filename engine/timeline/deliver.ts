import type { Engine } from '../engine';
import { deliveriesIn, deliveryRow, showFrom, type DeliveryChange } from './delivery-repository';
import { backoffMs, leaseUntil, MAX_ATTEMPTS } from './retries';
import { settleTogether } from './settle-together';
import type { Delivery, DeliveryRecord, SettledBy } from './types';

/** The lease of an execution that still runs is put off. False: its attempt is settled, or somebody else has the next. */
export const renewLease = (engine: Engine, delivery: Delivery, leaseMs: number): Promise<boolean> =>
	settleTogether(engine, delivery, (now) => ({ visible_at: leaseUntil(now, leaseMs, delivery.lapses) }));

/** Longer than any lease and any pause are, both together. */
const LONGEST_HIDDEN_MS = 2 * 3_600_000;

/**
 * What was written while a clock was far ahead would be seen only when that hour comes: new deliveries, leases, pauses. Once the clock is
 * right again, it is seen at once.
 */
export const showHidden = (engine: Engine, subscriptionId: string): Promise<void> =>
	engine.store.transaction((trx) =>
		showFrom(trx, subscriptionId, engine.now(), engine.now() + LONGEST_HIDDEN_MS),
	);

/** It arrived. False: it was settled or claimed again meanwhile, which changes nothing. */
export const acknowledgeDelivery = (engine: Engine, delivery: Delivery): Promise<boolean> =>
	settleTogether(engine, delivery, (now) => ({ state: 'done', ended_at: now, settled_by: 'trigger' }));

/** It did not: tried again after a while, or buried when it was tried often enough. False: as for an acknowledgement. */
export const failDelivery = (engine: Engine, delivery: Delivery, reason: string): Promise<boolean> =>
	settleTogether(engine, delivery, (now) => failure(now, delivery.tries, reason, 'trigger'));

/** What a failed attempt makes of a delivery: it waits for the next, or is dead after the last. */
export const failure = (
	now: number,
	tries: number,
	reason: string,
	settled_by: SettledBy,
): DeliveryChange & { readonly state: DeliveryRecord['state'] } => ({
	last_error: reason.slice(0, 1_000),
	settled_by,
	...(tries >= MAX_ATTEMPTS
		? { state: 'dead', ended_at: now }
		: { state: 'open', ended_at: null, visible_at: now + backoffMs(tries) }),
});

/** Whether a delivery that was acknowledged before it was let go waits for another attempt: the workflow reported a failure. */
export async function willComeAgain(engine: Engine, { subscriptionId, event }: Delivery): Promise<boolean> {
	const row = await engine.store.read((db) => deliveryRow(db, { subscriptionId, eventId: event.id }));
	return row?.state === 'open';
}

/** Deliveries by state, the most recently ended first. */
export const listDeliveries = (
	engine: Engine,
	wanted: { state: DeliveryRecord['state']; limit: number },
): Promise<DeliveryRecord[]> => engine.store.read((db) => deliveriesIn(db, wanted.state, wanted.limit));
