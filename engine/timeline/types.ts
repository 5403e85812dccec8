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
	/** 1 the first time; also the fence: only the holder of the newest attempt can settle it. Counts on after a retry. */
	readonly attempt: number;
	/** How many attempts came to an end since the first, or since it was last retried, this one included. */
	readonly tries: number;
	/** How many others there were since then, of which nothing was heard. */
	readonly lapses: number;
}

/**
 * Who settled the newest attempt of a delivery. While it runs, nobody has.
 * - `trigger`    the trigger that emitted it: it arrived, or its execution failed
 * - `step`       the workflow, which marked the event as done
 * - `report`     the workflow, which reported that it failed
 * - `withdrawal` its subject moved on, so that no one needs it any more
 * - `retry`      whoever sent a dead letter on its way again
 */
export type SettledBy = 'trigger' | 'step' | 'report' | 'withdrawal' | 'retry';

/** Subscriptions of tests in the editor begin so: nothing is delivered to them. */
export const TEST_SUBSCRIPTION = 'manual:';

export interface DeliveryRecord extends Delivery {
	readonly state: 'open' | 'done' | 'dead';
	readonly visibleAt: number;
	readonly lastError: string | null;
}
