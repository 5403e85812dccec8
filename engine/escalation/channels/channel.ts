import type { Briefing } from '../briefing';
import type { EventData, TimelineEvent } from '../../event';

/** Where the person notified answers, and what they are shown instants in. */
export interface Reply {
	/** The page on which they can take ownership of the request. Opening it decides nothing. */
	readonly acknowledgeUrl: string;
	/** Epoch ms: how late the request is by now. */
	readonly now: number;
	/** An IANA zone. */
	readonly timezone: string;
	/** Who was notified before, and who is next. */
	readonly briefing?: Pick<Briefing, 'toldBefore' | 'next'>;
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
	/** That nobody was found, or nobody has reacted, to whoever owns the policy or runs ICRM. */
	alarm(alarm: Alarm, timezone: string): object;
}
