import { languageOf, textsIn } from '../../languages';
import { composeParts, paragraph, table, type Mail } from '../../pages';
import { metricName } from '../../sla';
import type { Alarm } from './channel';
import { requestRows } from './request-rows';

/** The mail to whoever owns the policy, or runs ICRM: a level found nobody, or nobody has reacted. */
export function alarm({ type, data }: Alarm, timezone: string): Mail {
	const language = languageOf(data.memberLocale);
	const { escalation, greeting, greetingUnnamed, instant } = textsIn(language);
	const { labels } = escalation.mail;
	const texts = escalation.alarm;
	const promise = metricName(data.metric ?? 'resolution', language);
	const isNobody = type === 'escalation.nobody';
	return composeParts(
		language,
		(isNobody ? texts.subjectNobody : texts.subjectExhausted)(data.title, promise),
		[
			paragraph(data.memberName === null ? greetingUnnamed : greeting(data.memberName)),
			paragraph(
				isNobody
					? texts.leadNobody(promise, data.policyName, data.level)
					: texts.leadExhausted(promise, data.policyName),
			),
			table(
				[
					...requestRows(data, language),
					[texts.department, data.departmentName],
					[labels.due, data.dueAt ? instant(Date.parse(data.dueAt), timezone) : null],
				],
				language,
			),
			paragraph(isNobody ? texts.mendNobody : texts.mendExhausted),
			...(data.quietUntil === null
				? []
				: [paragraph(texts.quiet(instant(Date.parse(data.quietUntil), timezone)))]),
		],
	);
}
