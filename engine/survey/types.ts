import type { Translated } from '../languages';

/**
 * What is rated, and on which scale. `nps`: would you recommend, 0 to 10. `csat`: how satisfied, 1 to 5. `ces`: how easy, 1
 * to 7.
 */
export const SCALES = ['nps', 'csat', 'ces'] as const;
export type Scale = (typeof SCALES)[number];

/** Whole numbers from `least` to `most`; `most` is the best. */
export const RANGES: Readonly<Record<Scale, { readonly least: number; readonly most: number }>> = {
	nps: { least: 0, most: 10 },
	csat: { least: 1, most: 5 },
	ces: { least: 1, most: 7 },
};

/** Longest comment, in characters. */
export const LONGEST_COMMENT = 2_000;

/** A survey. Editing it makes a new version; an invitation keeps the one it was made with. */
export interface Survey {
	readonly id: string;
	readonly name: string;
	readonly version: number;
	readonly scale: Scale;
	/** Title of the page and of the mail. */
	readonly title: Translated;
	/** The question that is rated. `{service}`, `{department}` and `{subject}` are filled in. */
	readonly question: Translated;
	/** What the ends of the scale mean. */
	readonly least: Translated;
	readonly most: Translated;
	/** The question above the comment box; without one there is no box. */
	readonly comment?: Translated;
	/** Chosen for good when the first invitation leaves. */
	readonly anonymity: 'anonymous' | 'identified';
	/** Fewest answers of an anonymous survey that are shown together. Never below 3. */
	readonly minimumGroup: number;
	/** Working time of the recipient's calendar between the occasion and the mail. */
	readonly delayMs: number;
	readonly delayDays: number;
	/** `anyTime`: nights and weekends count and are no hindrance, for those who work around the clock. */
	readonly sendAt: 'workingHours' | 'anyTime';
	/** After how long those who have not answered are reminded, once; without it never. Elapsed time. */
	readonly remindAfterMs?: number;
	/** How long after the mail the page takes answers. Elapsed time. */
	readonly expiresAfterMs: number;
	/** A rating at or below it writes the event `survey.lowScore`. */
	readonly lowAt: number;
	/** Whether a resolved request asks its requester: for every service, or for these. */
	readonly afterResolution?: { readonly serviceIds?: readonly string[] };
}

/** A point in a project that is worth asking about. */
export interface Milestone {
	readonly id: string;
	readonly externalRef?: string | undefined;
	readonly name: string;
	readonly project?: string | undefined;
	/** Who did the work. */
	readonly departmentId: string;
	/** Whose people are asked. */
	readonly customerDepartmentIds: readonly string[];
	readonly reachedAt: number;
}

/**
 * - `planned`: to be sent at `sendAt`
 * - `sent`, `reminded`: given to a workflow
 * - `answered`, `expired`: over
 */
export type InvitationState = 'planned' | 'sent' | 'reminded' | 'answered' | 'expired';

/** One person asked by one survey on one occasion. Of an anonymous one nothing here leads to the answer. */
export interface Invitation {
	readonly id: string;
	readonly surveyId: string;
	readonly surveyVersion: number;
	readonly memberId: string;
	/** Who is rated, and on behalf of which department. */
	readonly departmentId: string;
	readonly customerDepartmentId: string;
	/** `milestone:<id>` or `request:<id>`: one occasion asks a person once. */
	readonly occasion: string;
	/** What it was about, for people: the milestone's or the request's name. */
	readonly subject: string;
	readonly state: InvitationState;
	readonly sendAt: number;
	/** Undefined until it was sent. */
	readonly sentAt: number | undefined;
	readonly expiresAt: number | undefined;
}

/** An answer. Identified ones name the invitation; anonymous ones carry no more than the week. */
export interface Response {
	readonly id: string;
	readonly surveyId: string;
	readonly surveyVersion: number;
	readonly departmentId: string;
	readonly customerDepartmentId: string;
	/** Monday of its week, `2026-03-02`. */
	readonly week: string;
	readonly rating: number;
	readonly comment: string | undefined;
	readonly invitationId: string | undefined;
}

/** Who was left out of an invitation, and why. */
export interface LeftOut {
	readonly memberId: string;
	readonly why: 'askedRecently' | 'askedAlready' | 'inactive' | 'ratesThemselves';
	/** When they may be asked again, ISO 8601. */
	readonly until?: string;
}
