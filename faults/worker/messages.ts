import type { StoreConfig } from '../../engine';
import type { Habits, Op, Point } from '../plan/types';

/** What a process of a run is told when it is started. */
export interface Role {
	readonly name: string;
	readonly config: StoreConfig;
	/** Where the time is read: see `clock.ts`. */
	readonly clockFile: string;
	/** Where it notes what it does. */
	readonly journalFile: string;
	/** When the run began, epoch ms of the real clock; left out where it has not, and is to be told. */
	readonly startedAt?: number;
	/** Seeds what its consumers make of their deliveries. */
	readonly seed: number;
	readonly work:
		| { readonly kind: 'pump'; readonly habits: Habits }
		/** What is left to do, with the number of the first. */
		| { readonly kind: 'writer'; readonly ops: readonly Op[]; readonly from: number };
}

/** What it is told while it runs. */
export type Message =
	/** The run begins. */
	| { readonly kind: 'begin'; readonly startedAt: number }
	| { readonly kind: 'killAt'; readonly point: Point; readonly nth: number }
	| { readonly kind: 'holdUp'; readonly point: Point; readonly times: number; readonly ms: number }
	/** The time has moved. */
	| { readonly kind: 'wake' }
	/** From now on every execution ends at once, and well. */
	| { readonly kind: 'behave' };

/** A line of a journal. `t` is the real clock, `c` the clock of the run, both in epoch ms. */
export type Note =
	/** Its store is open. */
	| { readonly kind: 'ready' }
	| {
			readonly kind: 'emitted';
			readonly delivery: Key;
			/** The clock before it was claimed. */ readonly freeAt: number;
			/** The same by the real clock. */ readonly freeT: number;
	  }
	| { readonly kind: 'acknowledging' | 'failing'; readonly delivery: Key }
	| { readonly kind: 'acknowledged' | 'failed'; readonly delivery: Key; readonly took: boolean }
	/** An op of a writer is done, or was refused for good. */
	| { readonly kind: 'did'; readonly op: number; readonly refused?: string }
	/** What the engine said in the log. */
	| { readonly kind: 'said'; readonly level: 'error' | 'warn' | 'info'; readonly text: string };
export type Noted = Note & { readonly t: number; readonly c: number };

export interface Key {
	readonly subscriptionId: string;
	readonly eventId: string;
	readonly attempt: number;
}
