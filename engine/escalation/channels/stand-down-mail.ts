import type { EventData, EventType } from '../../event';
import { languageOf, textsIn } from '../../languages';
import { composeParts, paragraph, table, type Mail } from '../../pages';
import { metricName } from '../../sla';

/** Why nobody has to do anything any more, as the language files name it. */
const REASONS: Readonly<
	Partial<Record<EventType, 'recovered' | 'done' | 'waived' | 'cancelled' | 'passedOn' | 'taken'>>
> = {
	'clock.recovered': 'recovered',
	'clock.waived': 'waived',
	'clock.cancelled': 'cancelled',
	'request.cancelled': 'cancelled',
	'request.handedOff': 'passedOn',
	'request.assigned': 'passedOn',
	'request.unassigned': 'passedOn',
	'escalation.acknowledged': 'taken',
};

/** The mail to somebody who has nothing to do any more about what they were notified of: why, and by when it is due if it still is. */
export function standDown(data: EventData['escalation.standDown'], timezone: string): Mail {
	const language = languageOf(data.memberLocale);
	const { escalation, greeting, instant } = textsIn(language);
	const { labels } = escalation.mail;
	const { subject, subjectPassedOn, subjectTaken, ...texts } = escalation.standDown;
	const { lead, ended, passedOn, taken, stillOpen, dueNow } = texts;
	const known = REASONS[data.reason] ?? 'done';
	// Counted anew under other terms, it may be overdue all the same.
	const reason = known === 'recovered' && data.clockState === 'breached' ? 'countedAnew' : known;
	const promise = metricName(data.metric ?? 'resolution', language);
	const due = reason === 'recovered' && data.clockState === 'running' && data.dueAt ? data.dueAt : undefined;
	const isPassedOn = reason === 'passedOn';
	const isTaken = reason === 'taken';
	const headline = isPassedOn ? subjectPassedOn : isTaken ? subjectTaken : subject;
	return composeParts(language, headline(data.title, promise), [
		paragraph(greeting(data.memberName)),
		paragraph(lead[reason](promise)),
		table(
			[
				[labels.request, data.title],
				[labels.reference, data.externalRef],
				[labels.service, data.serviceName],
				[texts.takenBy, isTaken ? data.takenByName : null],
				[labels.note, isTaken || isPassedOn ? data.note : null],
				[dueNow, due === undefined ? null : instant(Date.parse(due), timezone)],
			],
			language,
		),
		paragraph(isPassedOn ? passedOn : isTaken ? taken : due === undefined ? ended : stillOpen),
	]);
}
