import { eventsSince, type TimelineEvent } from '../../../engine';
import type { Stage } from '../stage';
import type { ReceivedMail } from '../systems/mail-server';
import { poll } from '../util/poll';

/** The link of a mail that leads to one of our pages. */
export const linkIn = (mail: ReceivedMail): string => {
	const link = /https?:\/\/\S+token=\S+/.exec(mail.text)?.[0];
	if (link === undefined) throw new Error(`There is no link in the mail '${mail.subject}':\n${mail.text}`);
	return link;
};

/** Waits until an event of that type has been written since an instant. */
export const happens = (
	stage: Stage,
	since: number,
	type: string,
	timeoutMs: number,
): Promise<TimelineEvent> =>
	poll(
		async () =>
			(await stage.engine.store.read((db) => eventsSince(db, since, 1_000))).find(
				(event) => event.type === type,
			),
		{
			timeoutMs,
			what: `the event ${type}`,
			detail: () => stage.n8n.logText().split('\n').slice(-20).join('\n'),
		},
	);

/** Waits for a mail to an address that has come since an instant, whose subject contains `subject`. */
export const mailTo = (
	stage: Stage,
	address: string,
	since: number,
	subject: string,
): Promise<ReceivedMail> =>
	stage.mail.waitFor(
		(mail) =>
			mail.to.includes(address) && mail.subject.includes(subject) && mail.receivedAt.getTime() >= since,
		{
			timeoutMs: 60_000,
			what: `a mail '${subject}…' to ${address}`,
		},
	);
