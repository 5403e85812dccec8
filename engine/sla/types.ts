import type { ClosedReason } from '../working-time';
import type { Metric } from './metrics';

export type { Metric };

export const PRIORITIES = ['urgent', 'high', 'normal', 'low'] as const;
export type Priority = (typeof PRIORITIES)[number];

/** The more urgent first: the order of two for `sort`. */
export const byUrgency = (a: { readonly priority: Priority }, b: { readonly priority: Priority }): number =>
	PRIORITIES.indexOf(a.priority) - PRIORITIES.indexOf(b.priority);

/** `sla`: to the internal customer. `ola`: between departments, underneath. `uc`: with an outside supplier. */
export const AGREEMENT_KINDS = ['sla', 'ola', 'uc'] as const;
export type AgreementKind = (typeof AGREEMENT_KINDS)[number];

export interface Target {
	readonly metric: Metric;
	/** The priority it is for; left out, it is for every priority without a target of its own. */
	readonly priority?: Priority;
	/** Of working days: as many usual days of the calendar. What they are for a request, its clock says. */
	readonly targetMs: number;
	/** Of working days: how many. Due at the same local time on the last of them. */
	readonly days?: number;
	/** As somebody wrote it, `2 working days`; versions of before do not have it. */
	readonly written?: string;
	/** `working`: counted while the agreement's calendar is open. `elapsed`: around the clock. */
	readonly countedIn: 'working' | 'elapsed';
}

/** A promise about a service. Editing it makes a new version; a clock knows which it was computed with. */
export interface Agreement {
	readonly id: string;
	readonly name: string;
	readonly kind: AgreementKind;
	readonly version: number;
	readonly active: boolean;
	readonly serviceId: string;
	/** The customer it is for; left out, for every department without an agreement of its own. */
	readonly customerDepartmentId?: string;
	readonly calendarId: string;
	readonly targets: readonly Target[];
	/** Percentages of the target at which to warn, ascending, each above 0 and below 100. */
	readonly warnAtPercent: readonly number[];
	/** `continue`: a reopened request goes on with the time it had used. `restart`: it begins anew. */
	readonly onReopen: 'continue' | 'restart';
	/** The escalation policy that a breach sets to work. */
	readonly escalationPolicyId?: string;
	/** How long what is heard of late settles before it is announced, as it was written, and in ms. Left out, as the engine has it. */
	readonly settlingTime?: string;
	readonly settlingMs?: number;
}

/** What another system was heard to say, by its instant and its name. */
export interface AsOf {
	readonly at: number;
	readonly sourceRef?: string | undefined;
}

interface FactBase {
	readonly at: number;
	/** Who said so: a member's id, an e-mail address, a system. */
	readonly actor?: string | undefined;
	/** Where it came from: `n8n`, `redmine`. */
	readonly source: string;
	/** The source's own name for it: the same one twice changes nothing. */
	readonly sourceRef?: string | undefined;
	/** It says what was so at the opening, judging by this: what was so earlier takes its place. */
	readonly asOf?: AsOf | undefined;
	/** Where it stands among the others it changes nothing. Not stored: what arrives later may give it an effect. */
	readonly hasNoEffect?: true;
}

/** One clock, or those of every agreement about the request. */
export const WAIVED_KINDS = [...AGREEMENT_KINDS, 'all'] as const;
export type WaivedKind = (typeof WAIVED_KINDS)[number];

/** What can be said about a request. Appended, never changed. */
export type FactBody =
	| {
			readonly kind: 'opened';
			readonly priority: Priority;
			readonly departmentId: string;
			readonly assigneeId?: string | undefined;
			/** What can be corrected; facts of older versions leave it to the request. */
			readonly title?: string | undefined;
			readonly serviceId?: string | undefined;
			readonly requesterId?: string | undefined;
			readonly customerDepartmentId?: string | undefined;
			readonly description?: string | undefined;
			readonly externalUrl?: string | undefined;
	  }
	/** It was misfiled: what is given here was so from the start. */
	| {
			readonly kind: 'corrected';
			readonly title?: string | undefined;
			readonly serviceId?: string | undefined;
			readonly requesterId?: string | undefined;
			/** Becomes the customer where the requester is another and no customer is given. */
			readonly requesterDepartmentId?: string | undefined;
			readonly customerDepartmentId?: string | undefined;
			readonly description?: string | undefined;
			readonly externalUrl?: string | undefined;
			readonly note?: string | undefined;
	  }
	| { readonly kind: 'responded'; readonly note?: string | undefined }
	| { readonly kind: 'updated'; readonly note?: string | undefined }
	| { readonly kind: 'paused'; readonly reason?: string | undefined }
	| { readonly kind: 'resumed' }
	| { readonly kind: 'priorityChanged'; readonly priority: Priority }
	| { readonly kind: 'assigned'; readonly assigneeId: string }
	/** Nobody has it: it lies in the queue of its department. */
	| { readonly kind: 'unassigned' }
	| {
			readonly kind: 'handedOff';
			readonly departmentId: string;
			readonly assigneeId?: string | undefined;
			readonly note?: string | undefined;
			/** Only where it is held elsewhere: whoever has it in this department keeps it. */
			readonly unlessThere?: true;
	  }
	| { readonly kind: 'resolved'; readonly note?: string | undefined }
	| { readonly kind: 'reopened'; readonly reason?: string | undefined }
	| { readonly kind: 'cancelled'; readonly reason?: string | undefined }
	| {
			readonly kind: 'waived';
			readonly metric: Metric;
			/** Whose clock of this metric. Facts of older versions leave it out, and mean `all`. */
			readonly agreementKind?: WaivedKind;
			readonly reason: string;
			readonly approvedBy: string;
	  };

export type FactKind = FactBody['kind'];
export type Fact = FactBase & FactBody;

export type RequestStatus = 'open' | 'paused' | 'resolved' | 'cancelled';

/** What an internal customer asked for, as the facts leave it. */
export interface Request {
	readonly id: string;
	readonly externalRef?: string | undefined;
	/** Where its ticket is read in a browser. */
	readonly externalUrl?: string | undefined;
	readonly title: string;
	/** What was asked, of several lines. Mails and pages show it by way of `shownDescription` alone. */
	readonly description?: string | undefined;
	readonly serviceId: string;
	readonly customerDepartmentId?: string | undefined;
	readonly requesterId?: string | undefined;
	/** Who holds it now. */
	readonly departmentId: string;
	readonly assigneeId?: string | undefined;
	readonly priority: Priority;
	readonly status: RequestStatus;
	readonly openedAt: number;
	readonly lastFactAt: number;
	readonly lastSeq: number;
}

/**
 * - `running`, `paused`: not over, and in time
 * - `breached`: not over, and past its due instant
 * - `met`, `missed`: over, in time or not
 * - `waived`: an approved exception; `cancelled`: the request was withdrawn
 * - `idle`: the agreement has no target for this priority
 */
export type ClockState =
	'running' | 'paused' | 'breached' | 'met' | 'missed' | 'waived' | 'cancelled' | 'idle';

/** In the table beside it: `withdrawn`, of a promise that is not this request's. Its row keeps what was announced of it. */
export type StoredClockState = ClockState | 'withdrawn';

export interface Threshold {
	/** `warning80`, `breach`. */
	readonly name: string;
	readonly percent: number;
	/** The instant it is reached; undefined while the clock stands still before it. */
	readonly at: number | undefined;
}

/**
 * One stretch of a clock's life: what of it counted, and why the rest did not. What counted before a reopening that
 * restarted the clock is `earlierCycle`. `resolved` and `waived` are the time from the end of a cycle to the reopening.
 */
export type ClockSegment =
	| {
			readonly kind: 'counted' | 'earlierCycle';
			readonly from: number;
			readonly to: number;
			readonly name?: string;
	  }
	| {
			readonly kind: 'closed';
			readonly from: number;
			readonly to: number;
			readonly reason: ClosedReason;
			readonly name?: string;
	  }
	| { readonly kind: 'paused'; readonly from: number; readonly to: number; readonly reason?: string }
	| { readonly kind: 'resolved' | 'waived'; readonly from: number; readonly to: number };

/** One cycle of a clock, read at an instant: from the opening or a reopening to its end, or to the next reopening. */
export interface CycleReading {
	readonly state: ClockState;
	/** 1, and one more after each reopening. */
	readonly cycle: number;
	readonly targetMs: number | undefined;
	/** Undefined while it stands still, for then nobody can say. A clock that is over keeps its last one. */
	readonly dueAt: number | undefined;
	readonly elapsedMs: number;
	readonly stoppedAt: number | undefined;
}

/** A clock read at an instant. All of it follows from the facts. */
export interface ClockReading extends CycleReading {
	readonly metric: Metric;
	readonly cycleStartedAt: number;
	/** Negative when overdue by working time; undefined without a target. */
	readonly remainingMs: number | undefined;
	/** Wall time spent paused. */
	readonly pausedMs: number;
	/** The cycles before, in order, each as it ended. */
	readonly earlier: readonly CycleReading[];
	readonly thresholds: readonly Threshold[];
	/** From the start to now, without a gap. The counted ones sum up to `elapsedMs`. */
	readonly segments: readonly ClockSegment[];
	/** Why it cannot be computed: what stands here is then what its row said last. */
	readonly problem?: string;
}

/** A clock's row: which agreement and calendar it was computed with, and what it has announced. */
export interface ClockRecord {
	readonly id: string;
	readonly requestId: string;
	readonly agreementId: string;
	readonly agreementVersion: number;
	readonly calendarId: string;
	readonly calendarRevision: number;
	readonly tzVersion: string;
	readonly metric: Metric;
	readonly cycle: number;
	readonly state: StoredClockState;
	readonly targetMs: number | undefined;
	readonly elapsedMs: number;
	readonly dueAt: number | undefined;
	/** When it is to be looked at next. */
	readonly nextAt: number | undefined;
	/** What has been said of it, in every cycle. */
	readonly fired: readonly Announcement[];
	/** The due instant of the breach that stands announced; of several cycles', the latest. */
	readonly breachedAt: number | undefined;
	/** The source whose news it waits for, before what has passed is announced. */
	readonly heldFor: string | undefined;
}

/** How a clock ends. */
export const VERDICTS = ['met', 'missed', 'waived', 'cancelled'] as const satisfies readonly ClockState[];
export type Verdict = (typeof VERDICTS)[number];

/**
 * Something that was to be said of a clock in one of its cycles: that a threshold was passed, or how it ended.
 * - `noticed`: had passed before it was heard of; said once it has settled, if it still holds then
 * - `announced`: said, and it still holds
 * - `quiet`: holds, and is not to be said: it is history
 * - `takenBack`: does not hold any more; should it hold again, that is the next arming
 */
export interface Announcement {
	/** A threshold's name, or a verdict. */
	readonly name: string;
	readonly cycle: number;
	/** 1, and one more each time that it was taken back. With clock, cycle and name it makes the id of the event. */
	readonly arming: number;
	readonly state: 'noticed' | 'announced' | 'quiet' | 'takenBack';
	/** Epoch ms: since when it is in this state. */
	readonly since: number;
	/** Of a breach: when it was due, epoch ms. Stores of before do not say. */
	readonly dueAt?: number;
}
