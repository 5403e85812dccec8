import { setImmediate as breathe } from 'node:timers/promises';
import type { Engine } from '../engine';
import { IcrmError } from '../errors';
import { DEAF, isUnavailable, type Hearing } from '../store';
import { fireTimers } from './fire-timers';
import { keepAlive, serve } from './audience';
import { createListener, type Consumer, type Listener } from './listener';
import { createLeapWatch } from './leap-watch';
import { createPassedOver } from './passed-over';
import { backoffAfter, PATIENCE, rarely, type Patience } from './patience';
import { lookAhead, type Ahead } from './next-repository';
import { strangeKinds } from './timer-repository';
import { createTurns } from './turns';
import type { TimerHandler } from './types';
import { pluck } from '../pluck';

export interface PumpLog {
	error(message: string): void;
	warn(message: string): void;
	info(message: string): void;
}

/** Calls `ring` once, after `ms`. Returns the way to call it off. */
export type Alarm = (ms: number, ring: () => void) => () => void;

export interface Pump {
	/** Listens from now on. Returns the way to stop: nothing further is taken, what was taken goes on. */
	add(consumer: Consumer): () => void;
	wake(): void;
	/** Says what somebody should look at, once a minute at most. */
	warn(message: string): void;
	/** Says that the database closed a connection, once a minute at most. */
	connectionLost(error: Error): void;
	stop(): Promise<void>;
}

interface Work {
	/** How many timers were fired and deliveries handed out. */
	readonly done: number;
	/** Whether there may be more due right now. */
	readonly more: boolean;
}

/** What is said when a turn fails, and when that is over. */
const DATABASE_AWAY = [
	'The ICRM triggers wait for their database',
	'The ICRM database answers again; what was due meanwhile is being delivered',
] as const;
const OBSTACLE = [
	'The ICRM triggers met an obstacle and try again',
	'The ICRM triggers are past the obstacle; what was due meanwhile is being delivered',
] as const;

const systemAlarm: Alarm = (ms, ring) => {
	const timeout = setTimeout(ring, ms);
	return () => clearTimeout(timeout);
};

/**
 * One loop a process: fires due timers, hands deliveries to the consumers, sleeps until the next instant at which there
 * is something to do. While nobody listens it does not run. While the database is away it keeps trying, and says so once
 * a minute.
 *
 * @param handlers at least one; timers of other kinds are left to the processes that know them
 * @param options how long it waits and what wakes it; tests hand in their own, so that none of them sleeps
 */
export function createPump(
	engine: Engine,
	handlers: readonly TimerHandler[],
	log: PumpLog,
	options: {
		readonly patience?: Patience;
		readonly alarm?: Alarm;
		readonly leapt?: () => boolean;
	} = {},
): Pump {
	const { patience = PATIENCE, alarm = systemAlarm, leapt = createLeapWatch(engine.now) } = options;
	const kinds = pluck(handlers, 'kind');
	const listeners = new Set<Listener>();
	const turns = createTurns();
	const passed = createPassedOver();
	const sayRarely = (say: (message: string) => void) => rarely(patience.sayAgainMs, engine.now, say);
	const sayFailure = sayRarely((message) => log.error(message));
	const sayLost = sayRarely((message) => log.warn(message));
	const sayWarning = sayRarely((message) => log.warn(message));
	let hearing: Hearing = DEAF;
	let checkedAt = engine.now();
	let running: Promise<void> | undefined;
	let stopped = false;
	let rouse: () => void = () => {};
	let awake = false;
	let failures = 0;
	/** What is said when it is over, if that it began was said. */
	let relief: string | undefined;

	const wake = () => {
		awake = true;
		rouse();
	};
	/** Until somebody wakes the pump while it works. */
	const woken = () => new Promise<void>((resolve) => (rouse = resolve));
	const unsubscribe = engine.onCommit(wake);

	/** A newer version has worked on this database: what it has planned waits for one that knows it. */
	async function sayStrange(): Promise<void> {
		const strange = await engine.store.read((db) => strangeKinds(db, kinds, engine.now()));
		if (strange.length > 0)
			log.warn(
				`ICRM leaves timers of a kind that this version does not know (${strange.join(', ')}) to the version that set them`,
			);
	}

	async function run(): Promise<void> {
		hearing = engine.store.hear(wake);
		await sayStrange().catch(complain);
		while (!stopped && listeners.size > 0) {
			awake = false;
			await sleep(await turn());
		}
		hearing.close();
		running = undefined;
	}

	/** One turn: returns how long to sleep, in ms. */
	async function turn(): Promise<number> {
		try {
			// First who listens: an event is only delivered to subscriptions that are there when it is written.
			await keepAlive(engine, listeners, leapt());
			const now = engine.now();
			if (now - checkedAt > patience.heartbeatMs) {
				checkedAt = now;
				hearing.check();
			}
			const ahead = await engine.store.read((db) =>
				lookAhead(
					db,
					kinds,
					[...listeners].map(({ id }) => id),
				),
			);
			const work = ahead.timerAt <= now ? await fireAndServe() : await serveIf(ahead, now);
			recover();
			if (work.done > 0 || work.more) return 0;
			const next = Math.min(ahead.timerAt, ...nextOfListeners(ahead));
			// Asking again at once would be a busy loop for as long as another process holds it.
			if (next <= now) return patience.heldElsewhereMs;
			const longest = hearing.hears() ? patience.safetyMs : patience.longestSleepMs;
			return Math.max(0, Math.min(next - engine.now(), longest));
		} catch (error) {
			return complain(error);
		}
	}

	/** While timers fire, what they write is delivered already: neither waits for the other. */
	async function fireAndServe(): Promise<Work> {
		let isFiring = true;
		const firing = fireTimers(engine, handlers, (error) => log.error(error.message), turns, passed).finally(
			() => (isFiring = false),
		);
		// It may fail while this one is busy serving; a failure that nobody waits for yet would end the process.
		firing.catch(() => {});
		let done = 0;
		try {
			while (isFiring && !stopped) {
				const served = await serve(engine, listeners);
				done += served;
				if (served === 0) await Promise.race([firing, woken()]);
			}
		} finally {
			await firing.catch(() => {});
		}
		const { fired, more } = await firing;
		done += fired + (await serve(engine, listeners));
		return { done, more };
	}

	async function serveIf({ deliveryAt }: Ahead, now: number): Promise<Work> {
		const isVisible = [...deliveryAt.values()].some((at) => at <= now);
		return { done: isVisible ? await serve(engine, listeners) : 0, more: false };
	}

	/** When each of them is to be served next; infinity for one that has no place: it wakes the pump when it has one. */
	const nextOfListeners = ({ deliveryAt }: Ahead): number[] =>
		[...listeners].map((listener) => {
			const wish = listener.wish();
			const restsUntil = listener.restsUntil();
			if (restsUntil > engine.now()) return restsUntil;
			return wish ? (deliveryAt.get(listener.id) ?? Infinity) : Infinity;
		});

	function recover(): void {
		if (relief !== undefined) log.info(relief);
		relief = undefined;
		failures = 0;
	}

	function complain(error: unknown): number {
		failures++;
		const reason = error instanceof Error ? error.message : String(error);
		const hint = error instanceof IcrmError ? (error.hint ?? '') : '';
		const [what, over] = isUnavailable(error) ? DATABASE_AWAY : OBSTACLE;
		if (sayFailure(`${what}: ${reason}. ${hint}`.trim())) relief = over;
		return backoffAfter(failures, patience);
	}

	function sleep(ms: number): Promise<void> {
		// A failing database is not asked again sooner because somebody else's commit failed too.
		if (stopped || (failures === 0 && (awake || ms === 0))) {
			// However many turns follow each other, n8n has its own in between.
			return breathe();
		}
		return new Promise((resolve) => {
			const callOff = alarm(ms, resolve);
			rouse = () => {
				if (failures > 0 && !stopped) return;
				callOff();
				resolve();
			};
		});
	}

	return {
		add(consumer) {
			const listener = createListener(engine, consumer, patience, (message) => log.error(message));
			listeners.add(listener);
			running ??= run();
			wake();
			return () => {
				listener.close();
				listeners.delete(listener);
			};
		},
		wake,
		warn: (message) => void sayWarning(message),
		connectionLost({ message }) {
			sayLost(`The ICRM database closed a connection: ${message}. The next query opens another`);
		},
		async stop() {
			stopped = true;
			unsubscribe();
			for (const listener of listeners) listener.close();
			wake();
			await running;
		},
	};
}
