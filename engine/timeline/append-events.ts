import type { Engine } from '../engine';
import { insertMany, wakeOthers, type NewRow, type Trx } from '../store';
import type { TimelineEvent } from '../event';
import { moveDeliveries } from './delivery-repository';
import { insertEvents } from './event-repository';
import { changedPrecedences, precedenceOfEvent, rankOf } from './precedence';
import { openSubscriptions } from './subscription-repository';
import { wants } from './wants';

/**
 * Writes events, one delivery for each subscription that wants one, and lets the other capabilities react, all in the
 * caller's transaction. An event whose id exists is refused by the database: nothing happens twice. History is not written:
 * it moves what goes on here, and nobody hears of it.
 */
export async function appendEvents(
	engine: Engine,
	trx: Trx,
	events: readonly TimelineEvent[],
): Promise<void> {
	if (events.length === 0) return;
	await deliver(
		trx,
		events.filter(({ isHistory }) => !isHistory),
		engine.now(),
	);
	for (const react of engine.reactions) await react(engine, trx, events);
	// What still waits goes with its request: nothing that is said of it later overtakes it, in another lane or more urgent.
	await moveDeliveries(trx, changedPrecedences(events));
}

async function deliver(trx: Trx, events: readonly TimelineEvent[], now: number): Promise<void> {
	if (events.length === 0) return;
	await insertEvents(trx, events, now);
	const subscriptions = await openSubscriptions(trx);
	const deliveries = events.flatMap((event) =>
		subscriptions
			.filter((subscription) => wants(subscription, event))
			.map((subscription): NewRow<'delivery'> => ({
				subscription_id: subscription.id,
				event_id: event.id,
				state: 'open',
				attempt: 0,
				visible_at: now,
				event_at: event.at,
				last_error: null,
				ended_at: null,
				settled_by: null,
				retried_after: 0,
				lapses: 0,
				...precedenceOfEvent(event),
				rank: rankOf(event),
			})),
	);
	await insertMany(trx, 'delivery', deliveries);
	if (deliveries.length > 0) wakeOthers(trx);
}
