import type { EventData } from '../../event';
import { languageOf, textsIn, type Language } from '../../languages';
import { button, composeParts, paragraph, table, type Mail } from '../../pages';
import { metricName } from '../../sla';
import { alarm } from './alarm-mail';
import { requestRows } from './request-rows';
import { showLateness } from './lateness';
import type { Channel, Reply } from './channel';
import { standDown } from './stand-down-mail';
import { stillWaiting } from './still-waiting-mail';
import { summary } from './summary-mail';

const A_MINUTE_MS = 60_000;

/** The fields of an `escalation.notify` event that the mail needs. */
export type MailData = Pick<
	EventData['escalation.notify'],
	| 'title'
	| 'memberName'
	| 'memberLocale'
	| 'priority'
	| 'serviceName'
	| 'requesterName'
	| 'requesterEmail'
	| 'assigneeName'
	| 'externalRef'
	| 'externalUrl'
	| 'metric'
	| 'broken'
	| 'dueAt'
	| 'policyName'
	| 'level'
	| 'levels'
	| 'why'
>;

/**
 * The mail to somebody who is notified, in their language: what is late and by how much, why it is them, and a link to the page
 * on which they can take ownership.
 */
function compose(data: MailData, { acknowledgeUrl, now, timezone, briefing }: Reply): Mail {
	const language = languageOf(data.memberLocale);
	const { escalation, greeting, instant, colon } = textsIn(language);
	const { labels, ...texts } = escalation.mail;
	const due = data.dueAt ? Date.parse(data.dueAt) : undefined;
	const promise = metricName(data.metric ?? 'resolution', language);
	const lead =
		due === undefined || now - due < A_MINUTE_MS
			? texts.lead(promise)
			: texts.leadLate(promise, showLateness(now - due, language));
	const next = briefing?.next;
	const note = briefing?.note;
	const toldBefore = (briefing?.toldBefore ?? [])
		.map(({ name, at }) => texts.told(name, instant(at, timezone)))
		.join('; ');
	return composeParts(language, texts.subject(data.level, data.levels, data.title, promise), [
		paragraph(greeting(data.memberName)),
		paragraph(lead),
		table(
			[
				...requestRows(data, language, briefing?.description),
				[labels.due, due === undefined ? null : instant(due, timezone)],
				...alsoBroken(data, language, timezone),
				[labels.toldBefore, toldBefore || null],
				[labels.takenBefore, briefing?.takenBefore ?? null],
				[labels.note, note ? `${note.by}${colon}${note.text}` : null],
				[labels.next, next ? texts.next(next.names.join(', '), instant(next.at, timezone)) : null],
			],
			language,
		),
		paragraph(texts.why(data.why, data.policyName, data.level, data.levels)),
		button(texts.ask, texts.button, acknowledgeUrl),
	]);
}

/** The other promises that are broken by now, each with when it was due. */
function alsoBroken({ broken }: MailData, language: Language, timezone: string): [string, string][] {
	const { escalation, instant } = textsIn(language);
	return broken
		.slice(1)
		.map(({ metric, agreementName, dueAt }) => [
			escalation.mail.labels.alsoBroken,
			[
				`${metricName(metric, language)} (${agreementName})`,
				...(dueAt === null ? [] : [instant(Date.parse(dueAt), timezone)]),
			].join(', '),
		]);
}

export const email = {
	field: 'mail',
	compose,
	standDown,
	summary,
	stillWaiting,
	alarm,
} as const satisfies Channel;
