import type { ITriggerFunctions } from 'n8n-workflow';
import {
	acknowledgeQuery,
	briefingOf,
	composeAlarms,
	composeMessages,
	composeStandDowns,
	readerZoneOf,
} from '../../engine';
import type { ToItem } from '../shared/trigger';

/**
 * Completes a notification with the link to its page, and whatever somebody is to be told with a message for each channel
 * that carries it; `mail` is the one for e-mail.
 *
 * @param pageUrl the page's address without its query
 */
export const withMail =
	(context: ITriggerFunctions, pageUrl: string): ToItem =>
	async (event, engine) => {
		const zoneOf = async (memberId: string | null) =>
			(await readerZoneOf(engine, memberId)) ?? context.getTimezone();
		if (event.type === 'escalation.standDown')
			return { ...event.data, ...composeStandDowns(event.data, await zoneOf(event.data.memberId)) };
		if (event.type === 'escalation.nobody' || event.type === 'escalation.exhausted')
			return { ...event.data, ...composeAlarms(event, await zoneOf(event.data.memberId)) };
		if (event.type !== 'escalation.notify') return event.data;
		const { data } = event;
		const acknowledgeUrl = `${pageUrl}?${await acknowledgeQuery(engine, data.notificationId)}`;
		const briefing = await briefingOf(engine, data);
		const timezone = briefing.timezone ?? context.getTimezone();
		const reply = { acknowledgeUrl, now: engine.now(), timezone, briefing };
		return { ...data, acknowledgeUrl, ...composeMessages(data, reply) };
	};
