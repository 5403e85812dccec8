import type { Engine } from '../engine';
import { chooseDeliveries, type Wish } from './choose';
import type { TimelineEvent } from '../event';
import { buryRows, eventsOf, isLapsed, leaseRows, triesOf, withdrawDeliveries } from './delivery-repository';
import { createLine } from './line';
import { rankOf } from './precedence';
import { leaseUntil, MAX_ATTEMPTS } from './retries';
import { createTurns, type Turns } from './turns';
import type { Row } from '../store';
import type { Delivery } from './types';

type DeliveryRow = Row<'delivery'>;

/**
 * Leases deliveries for several subscriptions, up to the limit of each: departments in turn, each one's most urgent first, and given
 * out in the order of their events. A delivery is visible when it is new, when its retry is due, or when the lease of whoever held it
 * has run out: one column covers all three. One that was tried often enough already goes to the dead letters instead.
 *
 * What could be claimed is read without a lock and then claimed by one statement, which takes only what is still as it was read:
 * of several processes one gets it.
 */
export async function claimTogether(
	engine: Engine,
	wishes: readonly Wish[],
	leaseMs: number,
): Promise<Delivery[]> {
	const now = engine.now();
	const chosen = await engine.store.read((db) => chooseDeliveries(db, wishes, now));
	const claimed: DeliveryRow[] = [];
	for (const { subscriptionId, line } of wishes) {
		const rows = (chosen.get(subscriptionId) ?? []).map(withLapse);
		if (rows.length === 0) continue;
		const spent = rows.filter(isSpent);
		if (spent.length > 0) await engine.store.transaction((trx) => buryRows(trx, spent, now));
		const fresh = rows.filter((row) => !isSpent(row));
		const leased = await engine.store.write((db) =>
			leaseRows(db, fresh, now, (lapses) => leaseUntil(now, leaseMs, lapses)),
		);
		line.took([...spent, ...leased]);
		claimed.push(...leased);
	}
	const eventOf = await engine.store.read((db) => eventsOf(db, claimed));
	for (const id of await withdrawPointless(engine, [...eventOf.values()], now)) eventOf.delete(id);
	return claimed
		.flatMap((row): Delivery[] => {
			const event = eventOf.get(row.event_id);
			return event ? [{ ...ofRow(row), event }] : [];
		})
		.sort((a, b) => a.event.at - b.event.at || rankOf(a.event) - rankOf(b.event));
}

const LATE_MS = 24 * 60 * 60 * 1000;

/**
 * What waited for a day or more (a workflow was unpublished, n8n was off) is looked at again: a workflow that is published after
 * months does not mail months of breaches. Returns the ids of what was withdrawn.
 */
async function withdrawPointless(
	engine: Engine,
	events: readonly TimelineEvent[],
	now: number,
): Promise<string[]> {
	const late = events.filter(({ at }) => at < now - LATE_MS);
	const pointless: string[] = [];
	for (const { types, pointless: among } of engine.rechecks) {
		const asking = late.filter(({ type }) => types.includes(type));
		if (asking.length === 0) continue;
		const some = await engine.store.read((db) => among(db, asking, now));
		pointless.push(...some.map(({ id }) => id));
	}
	if (pointless.length > 0) await engine.store.transaction((trx) => withdrawDeliveries(trx, pointless, now));
	return pointless;
}

/**
 * The same for one subscription.
 *
 * @param turns remembers whose turn it is, from one call to the next
 */
export const claimDeliveries = (
	engine: Engine,
	subscriptionId: string,
	limit: number,
	leaseMs: number,
	turns: Turns = createTurns(),
): Promise<Delivery[]> =>
	claimTogether(engine, [{ subscriptionId, limit, line: createLine(turns, 1) }], leaseMs);

export type { Wish };

const withLapse = (row: DeliveryRow): DeliveryRow =>
	isLapsed(row) ? { ...row, lapses: row.lapses + 1 } : row;

const isSpent = (row: DeliveryRow): boolean => Math.max(triesOf(row), row.lapses) >= MAX_ATTEMPTS;

/** Of a row before it was leased. */
const ofRow = (row: DeliveryRow): Omit<Delivery, 'event'> => ({
	subscriptionId: row.subscription_id,
	attempt: row.attempt + 1,
	tries: triesOf(row) + 1,
	lapses: row.lapses,
});
