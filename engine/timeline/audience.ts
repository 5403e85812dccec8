import type { Engine } from '../engine';
import { isUnavailable } from '../store';
import { claimTogether, type Wish } from './claim';
import { LEASE_MS, type Listener } from './listener';
import { stayAlive } from './subscription-repository';
import type { Delivery } from './types';
import { pluck } from '../pluck';

/** Marks as listening whoever was last marked long enough ago: all of them in one statement, except those that are new. */
export async function keepAlive(
	engine: Engine,
	listeners: ReadonlySet<Listener>,
	isLeap: boolean,
): Promise<void> {
	const beating: Listener[] = [];
	for (const listener of listeners) {
		const due = listener.due(isLeap);
		if (due === 'subscribe') await listener.subscribe();
		else if (due === 'beat') beating.push(listener);
	}
	if (beating.length === 0) return;
	const alive = await engine.store.write((db) => stayAlive(db, pluck(beating, 'id'), engine.now()));
	for (const listener of beating) {
		if (alive.has(listener.id)) listener.beat();
		// Somebody has removed it.
		else await listener.subscribe();
	}
}

/** Hands out what waits, to each no more than it is free for: one claim for all of them. Returns how many it was. */
export async function serve(engine: Engine, listeners: ReadonlySet<Listener>): Promise<number> {
	const wishes = new Map<Listener, Wish>();
	for (const listener of listeners) {
		const wish = listener.wish();
		if (wish) wishes.set(listener, wish);
	}
	if (wishes.size === 0) return 0;
	const deliveries = await claimForAll(engine, wishes);
	const own = Map.groupBy(deliveries, ({ subscriptionId }) => subscriptionId);
	for (const listener of wishes.keys()) listener.handOut(own.get(listener.id) ?? []);
	return deliveries.length;
}

/** What breaks the claim of one is that one's alone. */
async function claimForAll(engine: Engine, wishes: ReadonlyMap<Listener, Wish>): Promise<Delivery[]> {
	try {
		return await claimTogether(engine, [...wishes.values()], LEASE_MS);
	} catch (error) {
		if (isUnavailable(error)) throw error;
	}
	const deliveries: Delivery[] = [];
	for (const [listener, wish] of wishes)
		deliveries.push(...(await listener.guarded([], () => claimTogether(engine, [wish], LEASE_MS))));
	return deliveries;
}
