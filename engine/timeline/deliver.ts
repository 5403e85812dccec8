import type { Engine } from '../engine';
import { chooseDeliveries } from './choose';
import {
	buryRows,
	changeDelivery,
	deliveriesIn,
	deliveryRow,
	isLapsed,
	leaseRows,
	showFrom,
	triesOf,
	withEvents,
	type DeliveryChange,
} from './delivery-repository';
import { rankOf } from './precedence';
import { createTurns, type Turns } from './turns';
import type { Delivery, DeliveryRecord, SettledBy } from './types';

/**
 * How often a delivery is tried before it rests as a dead letter, and as often again where executions never end; and how long between two tries: five seconds at first,
 * twice as long each time, half an hour at most. Six hours in all, so that a mail server may be down for a night's repair.
 */
export const MAX_ATTEMPTS = 20;
/** Milliseconds until the next try after so many (from 1) have failed: 5 s, doubled each time, at most 30 minutes. */
export const backoffMs = (tries: number): number => Math.min(5_000 * 2 ** (tries - 1), 30 * 60_000);

/**
 * Leases up to `limit` deliveries of one subscription: departments in turn, each one's most urgent first, and given out in the
 * order of their events. A delivery is visible when it is new, when its retry is due, or when the lease of whoever held it has
 * run out: one column covers all three. One that was tried often enough already goes to the dead letters instead.
 *
 * @param turns remembers whose turn it is, from one call to the next
 */
export async function claimDeliveries(
	engine: Engine,
	subscriptionId: string,
	limit: number,
	leaseMs: number,
	turns: Turns = createTurns(),
): Promise<Delivery[]> {
	const now = engine.now();
	const [claimed, deliveries] = await engine.store.transaction(async (trx) => {
		const rows = (await chooseDeliveries(trx, { subscriptionId, now, limit }, turns)).map((row) =>
			isLapsed(row) ? { ...row, lapses: row.lapses + 1 } : row,
		);
		const isSpent = (row: (typeof rows)[number]) => Math.max(triesOf(row), row.lapses) >= MAX_ATTEMPTS;
		await buryRows(trx, rows.filter(isSpent), now);
		const fresh = rows.filter((row) => !isSpent(row));
		await leaseRows(trx, fresh, (lapses) => leaseUntil(now, leaseMs, lapses));
		const withEvent = (await withEvents(trx, fresh)).map(([row, event]) => ({
			subscriptionId,
			event,
			attempt: row.attempt + 1,
			tries: triesOf(row) + 1,
			lapses: row.lapses,
		}));
		return [rows, withEvent] as const;
	});
	turns.took(claimed);
	return deliveries.sort((a, b) => a.event.at - b.event.at || rankOf(a.event) - rankOf(b.event));
}

/**
 * Until when nobody else gets it. After each attempt of which nothing was heard it is longer by the pause that there is after a
 * failure: a process that dies of what it is given is not given it again at once.
 */
const leaseUntil = (now: number, leaseMs: number, lapses: number): number =>
	now + leaseMs + (lapses > 0 ? backoffMs(lapses) : 0);

/** The lease of an execution that still runs is put off. False: its attempt is settled, or somebody else has the next. */
export const renewLease = (engine: Engine, delivery: Delivery, leaseMs: number): Promise<boolean> =>
	changeLeased(engine, delivery, { visible_at: leaseUntil(engine.now(), leaseMs, delivery.lapses) });

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
	changeLeased(engine, delivery, { state: 'done', ended_at: engine.now(), settled_by: 'trigger' });

/** It did not: tried again after a while, or buried when it was tried often enough. False: as for an acknowledgement. */
export const failDelivery = (engine: Engine, delivery: Delivery, reason: string): Promise<boolean> =>
	changeLeased(engine, delivery, failure(engine.now(), delivery.tries, reason, 'trigger'));

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

/** False: the delivery is no longer leased for this try. */
function changeLeased(
	engine: Engine,
	{ subscriptionId, event, attempt }: Delivery,
	change: DeliveryChange,
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
