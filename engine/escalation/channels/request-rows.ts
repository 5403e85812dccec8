import type { RequestFields } from '../../event';
import { textsIn, type Language } from '../../languages';
import { linkTo, type Row } from '../../pages';

/**
 * The rows of a mail that say which request it is about, whose, and who has it.
 *
 * @param description what was asked, as `shownDescription` lets it be shown
 */
export function requestRows(
	data: Pick<
		RequestFields,
		| 'title'
		| 'externalRef'
		| 'externalUrl'
		| 'serviceName'
		| 'priority'
		| 'requesterName'
		| 'requesterEmail'
		| 'assigneeName'
	>,
	language: Language,
	description?: string,
): Row[] {
	const { escalation, priorities } = textsIn(language);
	const { labels, nobody } = escalation.mail;
	return [
		[labels.request, data.title],
		[labels.description, description],
		[labels.reference, data.externalRef],
		[labels.ticket, linkTo(data.externalUrl)],
		[labels.service, data.serviceName],
		[labels.priority, priorities[data.priority]],
		[labels.requester, [data.requesterName, data.requesterEmail].filter(Boolean).join(', ') || null],
		[labels.assignee, data.assigneeName ?? nobody],
	];
}
