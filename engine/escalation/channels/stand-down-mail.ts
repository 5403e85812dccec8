import type { EventData, EventType } from '../../event';
import { languageOf, textsIn } from '../../languages';
import { composeParts, paragraph, table, type Mail } from '../../pages';
import { metricName } from '../../sla';

/** Why nobody has to do anything any more, as the language files name it. */
const REASONS: Readonly<Partial<Record<EventType, 'recovered' | 'done' | 'waived' | 'cancelled'>>> = {
	'clock.recovered': 'recovered',
	'clock.waived': 'waived',
	'clock.cancelled': 'cancelled',
	'request.cancelled': 'cancelled',
};

/** The mail to somebody who was notified of a breach that is none any more: why, and by when it is due if it still is. */
export function standDown(data: EventData['escalation.standDown'], timezone: string): Mail {
	const language = languageOf(data.memberLocale);
	const { escalation, greeting, instant } = textsIn(language);
	const { labels } = escalation.mail;
	const { subject, lead, ended, stillOpen, dueNow } = escalation.standDown;
	const reason = REASONS[data.reason] ?? 'done';
	const promise = metricName(data.metric ?? 'resolution', language);
	const due = reason === 'recovered' && data.clockState === 'running' && data.dueAt ? data.dueAt : undefined;
	return composeParts(language, subject(data.title, promise), [
		paragraph(greeting(data.memberName)),
		paragraph(lead[reason](promise)),
		table(
			[
				[labels.request, data.title],
				[labels.reference, data.externalRef],
				[labels.service, data.serviceName],
				[dueNow, due === undefined ? null : instant(Date.parse(due), timezone)],
			],
			language,
		),
		paragraph(due === undefined ? ended : stillOpen),
	]);
}
