/*
 * What a run does, in full: nothing is left to chance while it runs, except what the machine's scheduler adds. A plan is plain
 * JSON, so that one that fails can be kept, made smaller, and run again. Instants and lengths are in ms of real time since the
 * run began, unless they are called otherwise.
 */

export const DATABASES = ['sqlite', 'postgres'] as const;
export type Database = (typeof DATABASES)[number];

/** The places in a process at which it can be killed or held up, in the order in which a delivery passes them. */
export const POINTS = [
	/** Something was read outside of a transaction: what is due was chosen, and is not locked yet. */
	'read',
	/** Between two statements of a transaction. */
	'statement',
	/** All statements of a transaction are done, and it is not committed. */
	'beforeCommit',
	/** It is committed, and whoever asked for it does not know. */
	'committed',
	/** What is due was fired, and nothing is claimed yet. */
	'beforeClaim',
	/** A delivery was claimed, and is not emitted yet. */
	'claimed',
	/** It was emitted, and is not acknowledged yet. */
	'emitted',
] as const;
export type Point = (typeof POINTS)[number];

/** What somebody does with a request, which goes by its external reference. */
export type Act =
	| { readonly kind: 'open'; readonly priority: 'high' | 'normal' | 'low' }
	| { readonly kind: 'pause' | 'resume' | 'resolve' }
	| { readonly kind: 'prioritise'; readonly priority: 'high' | 'normal' | 'low' }
	| { readonly kind: 'handOff'; readonly departmentId: 'it' | 'hr' }
	/** Somebody who was notified takes ownership. */
	| { readonly kind: 'takeOn' };
export type Op = Act & { readonly at: number; readonly request: string };

/** How often, of all deliveries, a consumer is not as good as it should be. From 0 to 1. */
export interface Habits {
	/** It takes from 300 to 900 ms, in which the lease may run out. */
	readonly slow: number;
	/** Its execution fails. */
	readonly fails: number;
}

interface At {
	readonly at: number;
}
interface Lasting extends At {
	readonly ms: number;
}

export type Fault =
	/** The clock goes on: so much time passes for everybody. */
	| (At & { readonly kind: 'passes'; readonly byMs: number })
	/** The process is killed at that instant. */
	| (At & { readonly kind: 'kill'; readonly process: string })
	/** From that instant on the process is killed the n-th time that it comes by a point. */
	| (At & { readonly kind: 'killAt'; readonly process: string; readonly point: Point; readonly nth: number })
	/** From that instant on the process is held up the next n times that it comes by a point. */
	| (Lasting & {
			readonly kind: 'holdUp';
			readonly process: string;
			readonly point: Point;
			readonly times: number;
	  })
	/** SIGSTOP, later SIGCONT. */
	| (Lasting & { readonly kind: 'stop'; readonly process: string })
	/** Another program holds the write lock of SQLite, or rows that PostgreSQL has locked for it. */
	| (Lasting & { readonly kind: 'lock' })
	/** A client that has locked rows vanishes without a word, and PostgreSQL learns of it at the end only. */
	| (Lasting & { readonly kind: 'vanish' })
	/** PostgreSQL is stopped with `immediate`, and started again. */
	| (Lasting & { readonly kind: 'restart' })
	/** The network swallows what is sent: both ways, or the answers alone. */
	| (Lasting & {
			readonly kind: 'partition';
			readonly ways: 'both' | 'answers';
			readonly end: 'heals' | 'resets';
	  })
	/** The disk under SQLite is full. */
	| (Lasting & { readonly kind: 'fullDisk' })
	/** The clock of a process, or of all of them, is wrong by so much, and is put right again. */
	| (Lasting & { readonly kind: 'leap'; readonly byMs: number; readonly process?: string })
	/** Everything is off for so long, by the clock. */
	| (At & { readonly kind: 'sleep'; readonly byMs: number })
	/** Timers of a kind that only another version knows are there, and due. */
	| (At & { readonly kind: 'strangeTimers'; readonly count: number });
export type FaultKind = Fault['kind'];

export interface Plan {
	readonly seed: number;
	readonly database: Database;
	/** What each writer does, in this order. Writer n is the process `writer<n>`. */
	readonly writers: readonly (readonly Op[])[];
	/** Pump n is the process `pump<n>`; each consumes all events. */
	readonly pumps: number;
	readonly habits: Habits;
	/** In the order of their instants. */
	readonly faults: readonly Fault[];
	/** When the faults are over at the latest. */
	readonly lengthMs: number;
}

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

export const writerName = (index: number): string => `writer${index + 1}`;
export const pumpName = (index: number): string => `pump${index + 1}`;
