import type { Engine } from '../engine';
import type { EventType } from '../event';
import { forgetSleep, listeningNow, saveSubscription } from './subscription-repository';
import type { Subscription } from './types';

/**
 * Saves a subscription, and keeps alive one that is there already. Whatever has been waiting for a workflow that listens
 * learns of the types this one begins to get: all of them when it is new or had lapsed, the added ones when it was
 * edited or all when its filter was, and none on the heartbeat of one that is alive.
 *
 * The pump that saves it fires what has become due in the same turn, so that nobody has to be woken.
 */
export async function subscribe(engine: Engine, subscription: Subscription): Promise<void> {
	await engine.store.transaction(async (trx) => {
		const now = engine.now();
		// Before the sleep is forgotten: whatever had lapsed by then has been waiting.
		const alive = (await listeningNow(trx, now)).find(({ id }) => id === subscription.id);
		await forgetSleep(trx, now);
		await saveSubscription(trx, subscription, now);
		const isSameFilter = JSON.stringify(alive?.filter) === JSON.stringify(subscription.filter);
		const begun = subscription.types.filter((type) => !isSameFilter || !alive?.types.includes(type));
		if (begun.length === 0) return;
		for (const arrival of engine.arrivals) await arrival(engine, trx, begun);
	});
}

/** Whether there is a workflow that gets events of a type at all. */
export const isAnybodyListening = (engine: Engine, type: EventType): Promise<boolean> =>
	engine.store.read(async (db) =>
		(await listeningNow(db, engine.now())).some(({ types }) => types.includes(type)),
	);
