import type { ChannelName } from './channels';

/** Who is notified at a level. */
export type TargetSpec =
	/** Whoever has the request; without one, the head of the department that holds it. */
	| { readonly kind: 'assignee' }
	| { readonly kind: 'member'; readonly memberId: string }
	/** The head of a department; without an id, of the one that holds the request. */
	| { readonly kind: 'departmentHead'; readonly departmentId?: string }
	/** The manager of whoever was notified at the level before. */
	| { readonly kind: 'manager' };

export interface Level {
	/** From the moment the level before was notified (for the first: from the breach) to this one. */
	readonly delayMs: number;
	/** Working days, in place of `delayMs`: it is told at the same local time on the last of them. */
	readonly delayDays?: number;
	readonly countedIn: 'working' | 'elapsed';
	readonly targets: readonly TargetSpec[];
}

/** What happens when nobody reacts. Editing it makes a new version; a run keeps the one it started with. */
export interface Policy {
	readonly id: string;
	readonly name: string;
	readonly version: number;
	readonly levels: readonly Level[];
	/** How many further passes through all levels when nobody acknowledges. */
	readonly repeat: number;
	/** The calendar of delays in working time; without one, that of the agreement that was breached. */
	readonly calendarId?: string;
}

/**
 * - `active`: a further level is to come
 * - `waiting`: a further level is to come once the request is resumed
 * - `exhausted`: every level has been notified, nobody has reacted
 * - `acknowledged`: somebody took it on
 * - `stopped`: there is no reason any more (resolved, answered, cancelled, waived)
 */
export type RunState = 'active' | 'waiting' | 'exhausted' | 'acknowledged' | 'stopped';

/** A policy at work on a request. */
export interface Run {
	readonly id: string;
	readonly policyId: string;
	readonly policyVersion: number;
	readonly requestId: string;
	readonly clockId: string | undefined;
	readonly cycle: number;
	readonly state: RunState;
	/** 1 for the first pass through the levels. */
	readonly pass: number;
	/** The level to be notified next, from 1. */
	readonly level: number;
	readonly nextAt: number | undefined;
	readonly startedAt: number;
	readonly endedAt: number | undefined;
	readonly acknowledgedBy: string | undefined;
	readonly revision: number;
	/** While it waits: what is left of the delay to the next level, in the time that this level counts in. */
	readonly leftMs: number | undefined;
}

/** Why somebody is notified: the rule, and the person it goes through. */
export type Why =
	| { readonly rule: 'assignee' }
	| { readonly rule: 'member' }
	| { readonly rule: 'departmentHead'; readonly departmentId: string }
	| { readonly rule: 'managerOf'; readonly memberId: string }
	/** Whom the level named has left, or is away: this is who stands in for them, or their manager. */
	| { readonly rule: 'inPlaceOf'; readonly memberId: string; readonly isAway?: true };

export interface Told {
	readonly memberId: string;
	readonly why: Why;
}

/** One person notified on one channel at one level of one run. */
export interface Notification extends Told {
	readonly id: string;
	readonly runId: string;
	readonly pass: number;
	readonly level: number;
	readonly channel: ChannelName;
	readonly createdAt: number;
}
