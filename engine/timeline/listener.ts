import type { Engine } from '../engine';
import { isUnavailable } from '../store';
import type { Wish } from './claim';
import { showHidden } from './deliver';
import { createLine } from './line';
import { backoffAfter, rarely, type Patience } from './patience';
import { subscribe } from './subscribe';
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
	readonly id: string;
	/** How it is to be marked as listening now, if at all: anew where the clock has leapt or it was long not marked. */
	due(isLeap: boolean): 'subscribe' | 'beat' | undefined;
	/** Saves its subscription, as it is at first, and after a leap of the clock. */
	subscribe(): Promise<void>;
	/** It was marked as listening. */
	beat(): void;
	/** What it could be given; undefined while it has no place, or rests after an obstacle. */
	wish(): Wish | undefined;
	/** Hands out what was claimed for it. */
	handOut(deliveries: readonly Delivery[]): void;
	/** Does something that concerns it alone: an obstacle is said, and it rests for a while. */
	guarded<T>(otherwise: T, work: () => T | Promise<T>): Promise<T>;
	/** Until when it rests, epoch ms. */
	restsUntil(): number;
	/** Nothing further is handed out. */
	close(): void;
}

/** One that was not marked for this long is saved anew: by now it counts as gone, and there may be something that waits for it. */
const ANEW_AFTER_MS = 25 * 60_000;

export function createListener(
	engine: Engine,
	consumer: Consumer,
	patience: Patience,
	say: (message: string) => void,
): Listener {
	const { subscription } = consumer;
	const complain = rarely(patience.sayAgainMs, engine.now, say);
	const line = createLine();
	let seenAt = -Infinity;
	let restsUntil = -Infinity;
	let failures = 0;
	let closed = false;

	const isResting = () => closed || engine.now() < restsUntil;

	function stumble(error: unknown): void {
		failures++;
		restsUntil = engine.now() + backoffAfter(failures, patience);
		const reason = error instanceof Error ? error.message : String(error);
		complain(`The ICRM trigger '${subscription.label}' met an obstacle and is tried again: ${reason}`);
	}

	/** A database that is away concerns all of them, so that error goes on up to the pump. */
	async function guarded<T>(otherwise: T, work: () => T | Promise<T>): Promise<T> {
		try {
			return isResting() ? otherwise : await work();
		} catch (error) {
			if (isUnavailable(error)) throw error;
			stumble(error);
			return otherwise;
		}
	}

	return {
		id: subscription.id,
		due(isLeap) {
			if (isResting()) return undefined;
			const silence = engine.now() - seenAt;
			if (isLeap || silence > ANEW_AFTER_MS || silence < 0) return 'subscribe';
			return silence > patience.heartbeatMs ? 'beat' : undefined;
		},
		subscribe: () =>
			guarded(undefined, async () => {
				const now = engine.now();
				await subscribe(engine, subscription);
				await showHidden(engine, subscription.id);
				seenAt = now;
			}),
		beat: () => void (seenAt = engine.now()),
		wish() {
			if (isResting()) return undefined;
			try {
				const limit = consumer.free();
				return limit > 0 ? { subscriptionId: subscription.id, limit, line } : undefined;
			} catch (error) {
				stumble(error);
				return undefined;
			}
		},
		handOut(deliveries) {
			// Unsubscribed while we asked: the lease runs out and whoever listens next gets them.
			if (closed) return;
			failures = 0;
			const errors: unknown[] = [];
			for (const delivery of deliveries) {
				try {
					consumer.take(delivery);
				} catch (error) {
					errors.push(error);
				}
			}
			// One that cannot be taken does not keep back the rest: its lease runs out, and it is delivered again.
			if (errors.length > 0) stumble(errors[0]);
		},
		guarded,
		restsUntil: () => (closed ? Infinity : restsUntil),
		close: () => void (closed = true),
	};
}
