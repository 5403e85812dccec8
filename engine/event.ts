import type {
	AgreementKind,
	ClockState,
	FactBody,
	FactKind,
	Metric,
	Priority,
	RequestStatus,
} from './sla/types';
import type { Scale } from './survey/types';

/**
 * Everything that can happen, by type, with the data that a workflow gets about it. This is the one place where an event's fields
 * are named: builders return them, reactions and mails narrow on them, the triggers' examples satisfy them, and the page
 * docs/events.md is made from them. Instants in the data are ISO 8601 texts; what is not known is null.
 */
export interface EventData {
	/** A calendar's hours or holidays changed: a new revision. */
	readonly 'calendar.revised': CalendarFields;

	/** A deadline is near, as the agreement says. */
	readonly 'clock.warning': RequestFields & ClockFields & ThresholdFields;
	/** A deadline has passed. */
	readonly 'clock.breached': RequestFields & ClockFields & ThresholdFields;
	/** A breach was taken back: the deadline has moved, or the target was met after all. */
	readonly 'clock.recovered': RequestFields & ClockFields & RecoveredFields;
	/** The target was waived. */
	readonly 'clock.waived': RequestFields & ClockFields;
	/** The request was cancelled before the target was met. */
	readonly 'clock.cancelled': RequestFields & ClockFields;
	/** The target was met in time. */
	readonly 'clock.met': RequestFields & ClockFields;
	/** The target was met, but late. */
	readonly 'clock.missed': RequestFields & ClockFields;

	/** A request was opened. */
	readonly 'request.opened': RequestFields & FactField<'opened'>;
	/** It was misfiled: title, description, ticket URL, service, requester or customer are others, and were from the start. */
	readonly 'request.corrected': RequestFields & FactField<'corrected'>;
	/** The requester got an answer. */
	readonly 'request.responded': RequestFields & FactField<'responded'>;
	/** The requester got news. */
	readonly 'request.updated': RequestFields & FactField<'updated'>;
	/** Its clocks stand still. */
	readonly 'request.paused': RequestFields & FactField<'paused'>;
	/** Its clocks go on. */
	readonly 'request.resumed': RequestFields & FactField<'resumed'>;
	/** Its priority changed, and its deadlines may have moved. */
	readonly 'request.priorityChanged': RequestFields & FactField<'priorityChanged'>;
	/** Someone was assigned. */
	readonly 'request.assigned': RequestFields & FactField<'assigned'>;
	/** Nobody has it any more: it lies in the queue of its department. */
	readonly 'request.unassigned': RequestFields & FactField<'unassigned'>;
	/** Another department holds it now. */
	readonly 'request.handedOff': RequestFields & FactField<'handedOff'>;
	/** It is done. */
	readonly 'request.resolved': RequestFields & FactField<'resolved'>;
	/** It was not done after all. */
	readonly 'request.reopened': RequestFields & FactField<'reopened'>;
	/** Nobody needs it any more. */
	readonly 'request.cancelled': RequestFields & FactField<'cancelled'>;
	/** A breach was excused, and by whom. */
	readonly 'request.waived': RequestFields & FactField<'waived'>;

	/** Someone must be notified of a breach: one event for each person. */
	readonly 'escalation.notify': RunFields & NotificationFields;
	/** Somebody has taken ownership of the request; lists who had been notified. */
	readonly 'escalation.acknowledged': RunFields & AcknowledgementFields & ToldField;
	/** The reason for the escalation is gone; lists who had been notified. */
	readonly 'escalation.stopped': RunFields & StopFields & ToldField;
	/** The escalation ended for someone who was notified: one event for each person whose notification left. */
	readonly 'escalation.standDown': RunFields & StandDownFields;
	/** The last level was notified, and nobody has reacted in the time after it. */
	readonly 'escalation.exhausted': RunFields & PolicyField & OwnerFields;
	/** A level found nobody to notify (no manager, no head); the next level followed at once. */
	readonly 'escalation.nobody': RunFields & PolicyField & StepFields & OwnerFields;

	/** What somebody got no message of their own about, having got many within the hour: one event for all of it. */
	readonly 'escalation.summary': SummaryFields;
	/** A request that is overdue goes on waiting for somebody else: one event for each person notified last. */
	readonly 'escalation.stillWaiting': RunFields & PolicyField & AddresseeFields & WaitingFields;

	/** Someone must be asked for feedback. */
	readonly 'survey.invite': InvitationFields & InvitedFields;
	/** Someone who has not answered must be reminded, once. */
	readonly 'survey.remind': InvitationFields & InvitedFields;
	/** Somebody answered a survey that is not anonymous. */
	readonly 'survey.response': InvitationFields & ResponseFields;
	/** An answer of a survey that is not anonymous is low. */
	readonly 'survey.lowScore': InvitationFields & ResponseFields;
}

export type EventType = keyof EventData;

/** What every event carries beside its data: what it is about, and when it was true. */
export interface EventSubject {
	/** Stable and unique, for example `<clock>:<cycle>:breach`, so that it cannot be written twice. At most 160 characters. */
	readonly id: string;
	/** What it is about: the id of a clock, a run, an invitation. */
	readonly subject: string;
	readonly requestId?: string;
	readonly serviceId?: string;
	readonly departmentId?: string;
	/** Epoch ms. A breach noticed late keeps the instant of its deadline. */
	readonly at: number;
	/** The past, brought in: the other capabilities react to it, and no workflow hears of it. */
	readonly isHistory?: true;
}

/** Something that happened. Of several types it is a union: comparing `type` narrows `data`. */
export type TimelineEvent<T extends EventType = EventType> = {
	[K in T]: EventSubject & { readonly type: K; readonly data: Readonly<EventData[K]> };
}[T];

/**
 * Puts an event together. The one place that assures the compiler that a type and its data belong together: it
 * checks that they do where this is called.
 *
 * @example eventOf('calendar.revised', { id, subject, at }, { calendarId, calendarName, revision })
 */
export const eventOf = <T extends EventType>(
	type: T,
	subject: EventSubject,
	data: EventData[T],
): TimelineEvent<T> => ({ ...subject, type, data }) as TimelineEvent<T>;

export type CalendarFields = {
	readonly calendarId: string;
	readonly calendarName: string;
	readonly revision: number;
};

/** A request as it is after the event. */
export type RequestFields = {
	readonly requestId: string;
	/** Its number in the system it comes from. */
	readonly externalRef: string | null;
	/** Where its ticket is read in a browser; http or https. */
	readonly externalUrl: string | null;
	readonly title: string;
	readonly status: RequestStatus;
	readonly priority: Priority;
	readonly serviceId: string;
	readonly serviceName: string;
	/** The department that holds it now. */
	readonly departmentId: string;
	readonly departmentName: string;
	/** The department it is done for. */
	readonly customerDepartmentId: string | null;
	readonly requesterId: string | null;
	readonly requesterName: string | null;
	readonly requesterEmail: string | null;
	readonly assigneeId: string | null;
	readonly assigneeName: string | null;
	readonly assigneeEmail: string | null;
	readonly openedAt: string;
	/** How many facts there are: shows whether something was said since. */
	readonly factCount: number;
};

/** A clock as it is at the event. */
export type ClockFields = {
	readonly clockId: string;
	readonly metric: Metric;
	readonly clockState: ClockState;
	/** 1, and one more after each reopening. */
	readonly cycle: number;
	readonly agreementId: string;
	readonly agreementName: string;
	readonly agreementKind: AgreementKind;
	readonly escalationPolicyId: string | null;
	readonly calendarId: string;
	readonly dueAt: string | null;
	/** As people write it: `2 h`. */
	readonly target: string | null;
	readonly elapsed: string;
	readonly elapsedSeconds: number;
};

export type ThresholdFields = {
	/** Of the target; 100 is the breach. */
	readonly percent: number;
	/** Names of thresholds passed since the last announcement, which this one stands for. */
	readonly skipped: readonly string[];
	/** 1, and one more each time that this threshold was taken back in this cycle. */
	readonly arming: number;
	/** Whether it had passed before it was heard of. */
	readonly late: boolean;
};

export type RecoveredFields = {
	/** Of the breach that was taken back. */
	readonly arming: number;
	/** When it had been due. */
	readonly wasDueAt: string | null;
};

/** What was said, by whom and when. Without the description, which is long and may be confidential. */
export type SaidFact<K extends FactKind = FactKind> = Undescribed<Extract<FactBody, { readonly kind: K }>> & {
	readonly at: string;
	readonly source: string;
	readonly actor?: string;
};

type Undescribed<Body> = Body extends unknown ? Omit<Body, 'description'> : never;

export type FactField<K extends FactKind> = {
	/** The fact with the fields of its kind. */
	readonly fact: SaidFact<K>;
};

/** A policy at work, the request it is about, and the first clock of it that is breached. */
export type RunFields = RequestFields &
	Partial<ClockFields> & {
		readonly runId: string;
		readonly policyId: string;
		/** Every promise that is broken and that this policy is at work for; the clock above is the first of them. */
		readonly broken: readonly Pick<ClockFields, 'clockId' | 'metric' | 'agreementName' | 'dueAt'>[];
	};

export type PolicyField = { readonly policyName: string };

/** The owner of the policy, who is to hear of it; null without one. */
export type OwnerFields = {
	readonly memberId: string | null;
	readonly memberName: string | null;
	readonly memberEmail: string | null;
	/** BCP 47. */
	readonly memberLocale: string;
	/** No further event of this type about this department comes before that; null where there was no storm of them. */
	readonly quietUntil: string | null;
};

export type StepFields = {
	/** 1 for the first pass through the levels. */
	readonly pass: number;
	/** From 1. */
	readonly level: number;
};

export type NotificationFields = PolicyField &
	StepFields &
	AddresseeFields & {
		readonly notificationId: string;
		/** How many levels the policy has. */
		readonly levels: number;
		/** A sentence in the member's language. */
		readonly why: string;
	};

export type AcknowledgementFields = {
	readonly acknowledgedBy: string;
	readonly acknowledgedByName: string;
	readonly acknowledgedByEmail: string | null;
	/** What they wrote on the page. */
	readonly note: string | null;
};

export type StopFields = {
	/** The type of the event that took the reason away. */
	readonly reason: EventType;
};

export type StandDownFields = StopFields &
	PolicyField &
	AddresseeFields & {
		/** What whoever sees to it, or passed it on, wrote about it. */
		readonly note: string | null;
		/** Who sees to it, where that is the reason. */
		readonly takenByName: string | null;
	};

/** Whom a message goes to. */
export type AddresseeFields = {
	readonly memberId: string;
	readonly memberName: string;
	readonly memberEmail: string | null;
	/** BCP 47. */
	readonly memberLocale: string;
};

/** A request in a summary. */
export type OverdueFields = Pick<
	RequestFields,
	'requestId' | 'externalRef' | 'title' | 'priority' | 'serviceName' | 'departmentName'
> &
	Pick<ClockFields, 'metric' | 'dueAt'>;

export type SummaryFields = AddresseeFields & {
	/** The first of the notifications that it stands for. */
	readonly notificationId: string;
	/** How many requests it is about. */
	readonly count: number;
	/** Five of them at most: the most urgent first, and of those the longest overdue. */
	readonly worst: readonly OverdueFields[];
};

export type WaitingFields = {
	/** Since when the request waits. */
	readonly waitsSince: string;
	/** What for, as it was said when it was paused. */
	readonly waitsFor: string | null;
};

export type ToldField = {
	/** Who had been notified. */
	readonly told: readonly {
		readonly memberId: string;
		readonly name: string;
		readonly email: string | null;
	}[];
};

/** An invitation, without whom it went to. */
export type InvitationFields = {
	readonly invitationId: string;
	readonly surveyId: string;
	readonly surveyName: string;
	readonly scale: Scale;
	readonly anonymity: 'anonymous' | 'identified';
	/** What it is about, for people. */
	readonly subject: string;
	/** `milestone:<id>` or `request:<id>`. */
	readonly occasion: string;
	/** The department that is rated. */
	readonly departmentId: string;
	readonly departmentName: string;
	/** The department of whoever is asked. */
	readonly customerDepartmentId: string;
	readonly customerDepartmentName: string;
	readonly sentAt: string | null;
	/** Until then the page takes answers. */
	readonly expiresAt: string | null;
};

export type InvitedFields = {
	readonly memberId: string;
	readonly memberName: string;
	readonly memberEmail: string;
	/** BCP 47. */
	readonly memberLocale: string;
};

export type ResponseFields = {
	readonly memberId: string;
	readonly memberName: string | null;
	readonly memberEmail: string | null;
	readonly rating: number;
	readonly comment: string | null;
	/** Whether an earlier answer was changed. */
	readonly changed: boolean;
	/** The head of the department that was rated. */
	readonly headId: string | null;
	readonly headName: string | null;
	readonly headEmail: string | null;
	readonly headLocale: string;
};
