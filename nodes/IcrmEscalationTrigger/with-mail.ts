import type { ITriggerFunctions } from 'n8n-workflow';
import { acknowledgeQuery, composeMail } from '../../engine';
import type { ToItem } from '../shared/trigger';

/**
 * Completes a notification: the link to its page, and the mail that carries it.
 *
 * @param pageUrl the page's address without its query
 */
export const withMail =
	(context: ITriggerFunctions, pageUrl: string): ToItem =>
	async (event, engine) => {
		if (event.type !== 'escalation.notify') return event.data;
		const { data } = event;
		const acknowledgeUrl = `${pageUrl}?${await acknowledgeQuery(engine, data.notificationId)}`;
		const mail = composeMail(data, acknowledgeUrl, engine.now(), context.getTimezone());
		return { ...data, acknowledgeUrl, mail };
	};
