import type { Engine } from '../engine';
import { isUnavailable } from '../store';
import { claimDeliveries } from './deliver';
import { nextVisibleAt } from './delivery-repository';
import { fireTimers } from './fire-timers';
import { nextTimerAt } from './repository';
import { subscribe } from './subscribe';
import type { Delivery, Subscription, TimerHandler } from './types';

/** A trigger's side of a subscription. */
export interface Consumer {
	readonly subscription: Subscription;
	/** How many deliveries it can take right now. */
	free(): number;
	/** Starts the work and returns at once; it calls `wake()` when it is free again. */
	take(delivery: Delivery): void;
}

export interface PumpLog {
	error(message: string): void;
	warn(message: string): void;
	info(message: string): void;
}

export interface Pump {
	/** Listens from now on. Returns the way to stop: nothing further is taken, what was taken goes on. */
	add(consumer: Consumer): () => void;
	wake(): void;
	stop(): Promise<void>;
}

export const LEASE_MS = 60_000;
/** Other processes write too, and cannot wake this one. */
const LONGEST_SLEEP_MS = 5_000;
const HEARTBEAT_MS = 10 * 60_000;
const FIRST_BACKOFF_MS = 1_000;
const LONGEST_BACKOFF_MS = 30_000;
const SAY_AGAIN_MS = 60_000;

/**
 * One loop a process: fires due timers, hands deliveries to the consumers, sleeps until the next instant at which there
 * is something to do. While nobody listens it does not run. While the database is away it keeps trying, and says so once
 * a minute.
 */
export function createPump(engine: Engine, handlers: readonly TimerHandler[], log: PumpLog): Pump {
	const consumers = new Map<Consumer, { seenAt: number }>();
	let running: Promise<void> | undefined;
	let stopped = false;
	let rouse: () => void = () => {};
	let awake = false;
	let failures = 0;
	let saidAt = -Infinity;

	const wake = () => {
		awake = true;
		rouse();
	};
	const unsubscribe = engine.onCommit(wake);

	async function run(): Promise<void> {
		while (!stopped && consumers.size > 0) {
			awake = false;
			await sleep(await turn());
		}
	}

	/** One turn: returns how long to sleep, in ms. */
	async function turn(): Promise<number> {
		try {
			// First who listens: an event is only delivered to subscriptions that are there when it is written.
			for (const [consumer, state] of consumers) await keepAlive(consumer, state);
			const { more } = await fireTimers(engine, handlers, (error) => log.error(error.message));
			for (const consumer of consumers.keys()) await serve(consumer);
			if (failures > 0)
				log.info('The ICRM database answers again; what was due meanwhile is being delivered');
			failures = 0;
			return more ? 0 : await quietFor();
		} catch (error) {
			return complain(error);
		}
	}

	async function keepAlive({ subscription }: Consumer, state: { seenAt: number }): Promise<void> {
		const now = engine.now();
		if (now - state.seenAt <= HEARTBEAT_MS) return;
		await subscribe(engine, subscription);
		state.seenAt = now;
	}

	async function serve(consumer: Consumer): Promise<void> {
		const free = consumer.free();
		if (free <= 0) return;
		const deliveries = await claimDeliveries(engine, consumer.subscription.id, free, LEASE_MS);
		// Unsubscribed while we asked: the lease runs out and whoever listens next gets them.
		if (consumers.has(consumer)) deliveries.forEach((delivery) => consumer.take(delivery));
	}

	async function quietFor(): Promise<number> {
		const listening = [...consumers.keys()].filter((consumer) => consumer.free() > 0);
		return await engine.store.read(async (db) => {
			let next = (await nextTimerAt(db)) ?? Infinity;
			for (const { subscription } of listening)
				next = Math.min(next, (await nextVisibleAt(db, subscription.id)) ?? Infinity);
			return Math.min(Math.max(next - engine.now(), 0), LONGEST_SLEEP_MS);
		});
	}

	function complain(error: unknown): number {
		failures++;
		const now = Date.now();
		if (now - saidAt >= SAY_AGAIN_MS) {
			saidAt = now;
			const { message, hint } = error as { message: string; hint?: string };
			const what = isUnavailable(error)
				? 'The ICRM triggers wait for their database'
				: 'The ICRM triggers met an obstacle and try again';
			log.error(`${what}: ${message}. ${hint ?? ''}`.trim());
		}
		return Math.min(FIRST_BACKOFF_MS * 2 ** (failures - 1), LONGEST_BACKOFF_MS);
	}

	function sleep(ms: number): Promise<void> {
		// A failing database is not asked again sooner because somebody else's commit failed too.
		if (awake && failures === 0) return Promise.resolve();
		return new Promise((resolve) => {
			const timeout = setTimeout(resolve, ms);
			rouse = () => {
				if (failures > 0 && !stopped) return;
				clearTimeout(timeout);
				resolve();
			};
		});
	}

	return {
		add(consumer) {
			consumers.set(consumer, { seenAt: -Infinity });
			running ??= run().finally(() => (running = undefined));
			wake();
			return () => consumers.delete(consumer);
		},
		wake,
		async stop() {
			stopped = true;
			unsubscribe();
			consumers.clear();
			wake();
			await running;
		},
	};
}
