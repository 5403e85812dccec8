import { randomUUID } from 'node:crypto';
import { openStore, wakeOthers, type Queryable, type Store, type StoreConfig, type Trx } from './store';
import type { EventType, TimelineEvent } from './event';

/** What every use case works on: the store, the time, and who else wants to know. */
export interface Engine {
	readonly store: Store;
	/** The present, epoch ms. Tests own it; nothing in the engine asks the system itself. */
	now(): number;
	/** Since when it has been open, epoch ms: before that it could not hear of anything. */
	readonly openedAt: number;
	newId(): string;
	/** What passed before it was heard of is announced if it still holds after this time, ms. */
	readonly settlingMs: number;
	/** Says something to whoever runs n8n, in its log. */
	warn(message: string): void;
	/** Runs `work` in one transaction, then wakes the pumps of this process and of others: there may be something due. */
	transaction<T>(work: (trx: Trx) => Promise<T>): Promise<T>;
	/** The same with a statement that is a transaction by itself. */
	write<T>(statement: (db: Queryable) => Promise<T>): Promise<T>;
	/** Called after each commit. Returns the way to stop that. */
	onCommit(listener: () => void): () => void;
	/** What one capability does, in the same transaction, about another's events. */
	readonly reactions: readonly Reaction[];
	/** What waits for a workflow that listens, in the transaction that saves its subscription. */
	readonly arrivals: readonly Arrival[];
	/** What is looked at again when it is handed over late. */
	readonly rechecks: readonly Recheck[];
	close(): Promise<void>;
}

/** Says of events that are handed over a day late or more which of them there is no point in telling any more. */
export interface Recheck {
	/** Those that ask somebody to do something. What only tells what happened is told however late. */
	readonly types: readonly EventType[];
	/** @param now epoch ms */
	pointless(db: Queryable, events: readonly TimelineEvent[], now: number): Promise<readonly TimelineEvent[]>;
}

/** What one capability does about another's events, in the transaction that writes them. */
export type Reaction = (engine: Engine, trx: Trx, events: readonly TimelineEvent[]) => Promise<void>;

/**
 * What one capability does when a workflow begins to listen, in the transaction that saves its subscription.
 * `types` are those that this subscription has not been getting until now.
 */
export type Arrival = (engine: Engine, trx: Trx, types: readonly EventType[]) => Promise<void>;

export interface EngineOptions {
	readonly now?: () => number;
	/** Default two minutes. */
	readonly settlingMs?: number;
	readonly reactions: readonly Reaction[];
	/** Default none. */
	readonly arrivals?: readonly Arrival[];
	/** Default none. */
	readonly rechecks?: readonly Recheck[];
	readonly onIdleError?: (error: Error) => void;
	/** Default: nobody hears it. */
	readonly onWarning?: (message: string) => void;
}

const SETTLING_MS = 120_000;

/** @throws IcrmError `unavailable` or `unsupported`, see `openStore` */
export async function createEngine(config: StoreConfig, options: EngineOptions): Promise<Engine> {
	const now = options.now ?? Date.now;
	const store = await openStore(config, {
		now: now(),
		...(options.onIdleError ? { onIdleError: options.onIdleError } : {}),
	});
	const listeners = new Set<() => void>();
	const committed = <T>(result: T): T => {
		for (const listener of listeners) listener();
		return result;
	};
	return {
		store,
		now,
		openedAt: now(),
		newId: randomUUID,
		settlingMs: options.settlingMs ?? SETTLING_MS,
		warn: options.onWarning ?? (() => {}),
		reactions: options.reactions,
		arrivals: options.arrivals ?? [],
		rechecks: options.rechecks ?? [],
		transaction: (work) =>
			store
				.transaction((trx) => {
					wakeOthers(trx);
					return work(trx);
				})
				.then(committed),
		write: (statement) => store.write(statement).then(committed),
		onCommit(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		close: () => store.close(),
	};
}
