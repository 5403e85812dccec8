import type { Trx } from '../store';
import type { Engine } from '../engine';
import type { EventType, TimelineEvent } from '../event';

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
	readonly types: readonly EventType[];
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
