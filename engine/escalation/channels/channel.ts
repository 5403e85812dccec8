import type { EventData, TimelineEvent } from '../../event';

/** What somebody who is notified at night wants to know beside the request itself. */
export interface Briefing {
	/** Who was notified of it before, the first notified first; instants in epoch ms. */
	readonly toldBefore: readonly { readonly name: string; readonly at: number }[];
	/** Who is notified next if nobody reacts, and when. Undefined where nobody is. */
	readonly next: { readonly names: readonly string[]; readonly at: number } | undefined;
	/** Who had taken it on, where that has expired or something else is broken since: a name. */
	readonly takenBefore: string | undefined;
	/** What somebody wrote about it on the page, and their name. */
	readonly note: { readonly by: string; readonly text: string } | undefined;
	/** What was asked, as it may be shown. Undefined where there is nothing to show, or it is confidential. */
	readonly description?: string | undefined;
	/** The zone that they read instants in; undefined where the directory does not say. */
	readonly timezone: string | undefined;
}

/** Where the person notified answers, and what they are shown instants in. */
export interface Reply {
	/** The page on which they can take ownership of the request. Opening it decides nothing. */
	readonly acknowledgeUrl: string;
	/** Epoch ms: how late the request is by now. */
	readonly now: number;
	/** An IANA zone. */
	readonly timezone: string;
	/** What was asked, who was notified before, and who is next. */
	readonly briefing?: Omit<Briefing, 'timezone'>;
}

/** Where they find all that waits for them, and what they are shown instants in. */
export interface List {
	readonly listUrl: string;
	/** An IANA zone. */
	readonly timezone: string;
}

/** What somebody has to see to who can mend the policy or the directory. */
export type Alarm = Extract<TimelineEvent, { type: 'escalation.nobody' | 'escalation.exhausted' }>;

/** A way to reach somebody: what it makes of a notification. A workflow sends it. */
export interface Channel {
	/** What the message is called in an item of the trigger. */
	readonly field: string;
	/** The message, ready to send, in the language of whoever is notified. */
	compose(data: EventData['escalation.notify'], reply: Reply): object;
	/** That there is nothing to do any more, to somebody who was notified. */
	standDown(data: EventData['escalation.standDown'], timezone: string): object;
	/** What they got no message of their own about. */
	summary(data: EventData['escalation.summary'], list: List): object;
	/** That an overdue request still waits for somebody else. */
	stillWaiting(data: EventData['escalation.stillWaiting'], timezone: string): object;
	/** That nobody was found, or nobody has reacted, to whoever owns the policy or runs ICRM. */
	alarm(alarm: Alarm, timezone: string): object;
}
