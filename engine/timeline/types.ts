import type { Trx } from '../store';
import type { Engine } from '../engine';

/** Something that happened. Its id is made of what it is about, so that it cannot be written twice. */
export interface TimelineEvent {
	/** Stable and unique, for example `<clock>:<cycle>:breach`. At most 160 characters. */
	readonly id: string;
	/** `<noun>.<what happened>`, for example `clock.breached`. */
	readonly type: string;
	/** What it is about: the id of a clock, a run, an invitation. */
	readonly subject: string;
	readonly requestId?: string;
	readonly serviceId?: string;
	readonly departmentId?: string;
	/** When it was true, epoch ms. A breach noticed late keeps the instant of its deadline. */
	readonly at: number;
	/** What a workflow is given, flat where it can be. */
	readonly data: Readonly<Record<string, unknown>>;
}

/** What one capability does about another's events, in the transaction that writes them. */
export type Reaction = (engine: Engine, trx: Trx, events: readonly TimelineEvent[]) => Promise<void>;

/** Something due at an instant. A subject has at most one: its next. */
export interface Timer {
	readonly subject: string;
	readonly kind: string;
	readonly dueAt: number;
	/** The subject's revision this was planned for; an older one loses. */
	readonly revision: number;
}

/** What a capability does when its timers are due. */
export interface TimerHandler {
	readonly kind: string;
	/** Locks the subjects that are free, in the order of `locked()`, and says which it got. */
	lock(trx: Trx, subjects: readonly string[]): Promise<readonly string[]>;
	/** Re-checks each subject, writes its events and its next timer. A timer not set anew is gone. */
	fire(engine: Engine, trx: Trx, timers: readonly Timer[]): Promise<void>;
}

/** Which events a subscription wants. A list left out does not restrict. */
export interface EventFilter {
	readonly serviceIds?: readonly string[];
	readonly departmentIds?: readonly string[];
}

/** A trigger node listening. */
export interface Subscription {
	/** `<workflow>:<node>`. */
	readonly id: string;
	readonly types: readonly string[];
	readonly filter: EventFilter;
	/** The workflow's and the node's names, for people who read the list. */
	readonly label: string;
}

/** One event on its way to one subscription, leased to whoever claimed it. */
export interface Delivery {
	readonly subscriptionId: string;
	readonly event: TimelineEvent;
	/** 1 the first time; also the fence: only the holder of the newest attempt can settle it. */
	readonly attempt: number;
}

export interface DeliveryRecord extends Delivery {
	readonly state: 'open' | 'done' | 'dead';
	readonly visibleAt: number;
	readonly lastError: string | null;
}
