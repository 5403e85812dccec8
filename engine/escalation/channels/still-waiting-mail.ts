import type { EventData } from '../../event';
import { languageOf, textsIn } from '../../languages';
import { composeParts, paragraph, table, type Mail } from '../../pages';
import { metricName } from '../../sla';
import { requestRows } from './request-rows';

/** The mail to whoever was notified last of an overdue request that waits for somebody else, and goes on waiting. */
export function stillWaiting(data: EventData['escalation.stillWaiting'], timezone: string): Mail {
	const language = languageOf(data.memberLocale);
	const { escalation, greeting, instant } = textsIn(language);
	const texts = escalation.stillWaiting;
	const promise = metricName(data.metric ?? 'resolution', language);
	return composeParts(language, texts.subject(data.title, promise), [
		paragraph(greeting(data.memberName)),
		paragraph(texts.lead(promise)),
		table(
			[
				...requestRows(data, language),
				[texts.since, instant(Date.parse(data.waitsSince), timezone)],
				[texts.for, data.waitsFor],
			],
			language,
		),
		paragraph(texts.ask),
	]);
}
