import type { ChannelName } from './channels';

/** Who is notified at a level. */
export type TargetSpec =
	/** Whoever has the request; without one, the head of the department that holds it. */
	| { readonly kind: 'assignee' }
	| { readonly kind: 'member'; readonly memberId: string }
	/** The head of a department; without an id, of the one that holds the request. */
	| { readonly kind: 'departmentHead'; readonly departmentId?: string }
	/** One step up the line of whoever has the request for each level of a pass that says so. */
	| { readonly kind: 'manager' };

export interface Delay {
	readonly delayMs: number;
	/** Working days, in place of `delayMs`: it ends at the same local time on the last of them. */
	readonly delayDays?: number;
	readonly countedIn: 'working' | 'elapsed';
}

/** Its delay is from the moment the level before was notified (for the first: from the breach) to this one. */
export interface Level extends Delay {
	readonly targets: readonly TargetSpec[];
	/** It notifies whoever was notified a moment ago as well. */
	readonly again?: true;
}

/** What happens when nobody reacts. Editing it makes a new version; a run keeps the one it started with. */
export interface Policy {
	readonly id: string;
	readonly name: string;
	readonly version: number;
	readonly levels: readonly Level[];
	/** How many further passes through all levels when nobody acknowledges. */
	readonly repeat: number;
	/** From the last level of a pass to the first of the next. Not in policies of before it was asked for. */
	readonly repeatAfter?: Delay;
	/** From the last level to the word that nobody has reacted; without it an hour of working time. */
	readonly exhaustedAfter?: Delay;
	/** How long an acknowledgement holds; without it one working day. */
	readonly acknowledgedFor?: Delay;
	/** How long a request may wait before whoever was notified last hears that it still does; without it two working days. */
	readonly waitingNoticeAfter?: Delay;
	/** Who is notified where nobody else can be. */
	readonly ownerId?: string;
	/** The calendar of delays in working time; without one, that of the agreement that was breached. */
	readonly calendarId?: string;
}

/**
 * - `active`: a further level is to come
 * - `waiting`: a further level is to come once the request is resumed
 * - `exhausted`: every level has been notified, nobody has reacted
 * - `nobody`: no level found anybody to notify
 * - `acknowledged`: somebody took it on; when that expires and something is still broken, it goes on
 * - `stopped`: there is no reason any more (resolved, answered, cancelled, waived)
 */
export type RunState = 'active' | 'waiting' | 'exhausted' | 'nobody' | 'acknowledged' | 'stopped';

/** A promise that is broken: a clock, in one of its cycles. */
export interface Broken {
	readonly clockId: string;
	readonly cycle: number;
}

/** A policy at work on a request: one at a time, whatever number of its promises is broken. */
export interface Run {
	readonly id: string;
	readonly policyId: string;
	readonly policyVersion: number;
	readonly requestId: string;
	/** What is still broken, the first broken first. Where nothing is, the run is over, and this is what was broken last. */
	readonly broken: readonly Broken[];
	readonly state: RunState;
	/** 1 for the first pass through the levels. */
	readonly pass: number;
	/** How many passes there are; undefined: as many as the policy says. An acknowledgement that expires adds some. */
	readonly passes: number | undefined;
	/** The level to be notified next, from 1. Behind the last one, it is said that nobody has reacted. */
	readonly level: number;
	readonly nextAt: number | undefined;
	readonly startedAt: number;
	readonly endedAt: number | undefined;
	/** Who took it on last. */
	readonly acknowledgedBy: string | undefined;
	readonly revision: number;
	/** While it waits: what is left of the delay to the next level, in the time that this level counts in. */
	readonly leftMs: number | undefined;
	/** What whoever sees to it, or passed it on, wrote last, and who. */
	readonly note: string | undefined;
	readonly notedBy: string | undefined;
}

/** Why somebody is notified: the rule, and the person it goes through. */
export type Why =
	| { readonly rule: 'assignee' }
	| { readonly rule: 'member' }
	| { readonly rule: 'departmentHead'; readonly departmentId: string }
	| { readonly rule: 'managerOf'; readonly memberId: string }
	/** Nobody else could be found: the policy is theirs. */
	| { readonly rule: 'owner' }
	/** They had taken it on, and it is not done. */
	| { readonly rule: 'acknowledged' }
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
	/** When they were called off, the escalation going on without them. */
	readonly calledOffAt?: number;
	/** What its link is found by; not of notifications of before links were short. */
	readonly code?: string;
	/** When it was put back: for a summary, because they had got many messages within the hour, or for good, as it was called off. */
	readonly heldAt?: number;
	/** When that summary was made, and the id of its event. */
	readonly summedUpAt?: number;
	readonly summaryId?: string;
}

/** Characters of what somebody writes on the page. */
export const LONGEST_NOTE = 500;
