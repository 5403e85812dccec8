import type { Engine } from '../engine';
import { isUnavailable, type Queryable } from '../store';
import { claimDeliveries, showHidden } from './deliver';
import { nextVisibleAt } from './delivery-repository';
import { backoffAfter, rarely, type Patience } from './patience';
import { subscribe } from './subscribe';
import { createTurns } from './turns';
import type { Delivery, Subscription } from './types';

/** How long a delivery is a consumer's before it is handed out again, unless the consumer renews it. */
export const LEASE_MS = 60_000;

/** A trigger's side of a subscription. */
export interface Consumer {
	readonly subscription: Subscription;
	/** How many deliveries it can take right now. */
	free(): number;
	/** Starts the work and returns at once; it calls `wake()` when it is free again. */
	take(delivery: Delivery): void;
}

/** A consumer as the pump sees it. What goes wrong with one is said, and does not stop the others. */
export interface Listener {
	/** Marks the subscription as listening, where that was long enough ago, or the clock has leapt since. */
	keepAlive(isLeap: boolean): Promise<void>;
	/** Hands out what waits, no more than the consumer is free for. Returns how many it claimed. */
	serve(): Promise<number>;
	/** When it is to be served next; infinity while nothing waits for it, or it has no place. */
	nextAt(db: Queryable): Promise<number>;
	/** Nothing further is handed out. */
	close(): void;
}

export function createListener(
	engine: Engine,
	consumer: Consumer,
	patience: Patience,
	say: (message: string) => void,
): Listener {
	const { subscription } = consumer;
	const complain = rarely(patience.sayAgainMs, engine.now, say);
	const turns = createTurns();
	let seenAt = -Infinity;
	let restsUntil = -Infinity;
	let failures = 0;
	let closed = false;

	const isResting = () => closed || engine.now() < restsUntil;

	/** A database that is away concerns all of them, so that error goes on up to the pump. */
	async function guarded<T>(otherwise: T, work: () => T | Promise<T>): Promise<T> {
		try {
			return isResting() ? otherwise : await work();
		} catch (error) {
			if (isUnavailable(error)) throw error;
			failures++;
			restsUntil = engine.now() + backoffAfter(failures, patience);
			const reason = error instanceof Error ? error.message : String(error);
			complain(`The ICRM trigger '${subscription.label}' met an obstacle and is tried again: ${reason}`);
			return otherwise;
		}
	}

	async function claim(): Promise<number> {
		const free = consumer.free();
		if (free <= 0) return 0;
		const deliveries = await claimDeliveries(engine, subscription.id, free, LEASE_MS, turns);
		// Unsubscribed while we asked: the lease runs out and whoever listens next gets them.
		if (!closed) handOut(deliveries);
		failures = 0;
		return deliveries.length;
	}

	/** One that cannot be taken does not keep back the rest: its lease runs out, and it is delivered again. */
	function handOut(deliveries: readonly Delivery[]): void {
		const errors: unknown[] = [];
		for (const delivery of deliveries) {
			try {
				consumer.take(delivery);
			} catch (error) {
				errors.push(error);
			}
		}
		if (errors.length > 0) throw errors[0];
	}

	return {
		keepAlive: (isLeap) =>
			guarded(undefined, async () => {
				const now = engine.now();
				if (!isLeap && now - seenAt <= patience.heartbeatMs) return;
				await subscribe(engine, subscription);
				await showHidden(engine, subscription.id);
				seenAt = now;
			}),
		serve: () => guarded(0, claim),
		async nextAt(db) {
			const hasPlace = await guarded(false, () => consumer.free() > 0);
			if (closed) return Infinity;
			if (isResting()) return restsUntil;
			return hasPlace ? ((await nextVisibleAt(db, subscription.id)) ?? Infinity) : Infinity;
		},
		close: () => void (closed = true),
	};
}
