import type { RequestFields } from '../../event';
import { textsIn, type Language } from '../../languages';

/** The rows of a mail that say which request it is about, whose, and who has it. */
export function requestRows(
	data: Pick<
		RequestFields,
		'title' | 'externalRef' | 'serviceName' | 'priority' | 'requesterName' | 'assigneeName'
	>,
	language: Language,
): [string, string | null][] {
	const { escalation, priorities } = textsIn(language);
	const { labels, nobody } = escalation.mail;
	return [
		[labels.request, data.title],
		[labels.reference, data.externalRef],
		[labels.service, data.serviceName],
		[labels.priority, priorities[data.priority]],
		[labels.requester, data.requesterName],
		[labels.assignee, data.assigneeName ?? nobody],
	];
}
