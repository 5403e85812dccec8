import type { EventData } from '../../event';
import { languageOf, textsIn } from '../../languages';
import { button, composeParts, paragraph, table, type Mail } from '../../pages';
import { metricName } from '../../sla';
import type { List } from './channel';

/** The mail in place of many: how many requests it stands for, the worst of them, and where all of them are. */
export function summary(data: EventData['escalation.summary'], { listUrl, timezone }: List): Mail {
	const language = languageOf(data.memberLocale);
	const { escalation, greeting, instant } = textsIn(language);
	const texts = escalation.summary;
	return composeParts(language, texts.subject(data.count), [
		paragraph(greeting(data.memberName)),
		paragraph(texts.lead(data.count)),
		...(data.count > data.worst.length ? [paragraph(texts.worst)] : []),
		table(
			data.worst.map(({ title, serviceName, metric, dueAt }) => [
				title,
				texts.row(
					serviceName,
					metricName(metric, language),
					dueAt === null ? '' : instant(Date.parse(dueAt), timezone),
				),
			]),
			language,
		),
		button(texts.ask, texts.button, listUrl),
	]);
}
