import type { ITriggerFunctions } from 'n8n-workflow';
import { acknowledgeQuery, composeMail, type NotifyData } from '../../engine';
import type { ToItem } from '../shared/trigger';

/**
 * Completes a notification: the link to its page, and the mail that carries it.
 *
 * @param pageUrl the page's address without its query
 */
export const withMail =
	(context: ITriggerFunctions, pageUrl: string): ToItem =>
	async ({ type, data }, engine) => {
		if (type !== 'escalation.notify') return data;
		// What the engine wrote into the event a moment ago.
		const notify = data as unknown as NotifyData;
		const acknowledgeUrl = `${pageUrl}?${await acknowledgeQuery(engine, String(data.notificationId))}`;
		const mail = composeMail(notify, acknowledgeUrl, engine.now(), context.getTimezone());
		return { ...data, acknowledgeUrl, mail };
	};
