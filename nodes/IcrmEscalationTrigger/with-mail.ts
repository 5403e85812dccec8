import type { ITriggerFunctions } from 'n8n-workflow';
import {
	acknowledgeQuery,
	briefingOf,
	onEveryChannel,
	overdueQuery,
	readerZoneOf,
	summaryNow,
	type Engine,
	type EventData,
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
		const { data } = event;
		switch (event.type) {
			case 'escalation.notify':
				return await notified(event.data, { engine, pageUrl, timezone: context.getTimezone() });
			case 'escalation.summary':
				return await summedUp(event.data, event.id, {
					engine,
					pageUrl,
					timezone: await zoneOf(event.data.memberId),
				});
			case 'escalation.standDown': {
				const timezone = await zoneOf(event.data.memberId);
				return { ...data, ...onEveryChannel((channel) => channel.standDown(event.data, timezone)) };
			}
			case 'escalation.stillWaiting': {
				const timezone = await zoneOf(event.data.memberId);
				return { ...data, ...onEveryChannel((channel) => channel.stillWaiting(event.data, timezone)) };
			}
			case 'escalation.nobody':
			case 'escalation.exhausted': {
				const timezone = await zoneOf(event.data.memberId);
				return { ...data, ...onEveryChannel((channel) => channel.alarm(event, timezone)) };
			}
			default:
				return data;
		}
	};

interface Around {
	readonly engine: Engine;
	readonly pageUrl: string;
	readonly timezone: string;
}

async function notified(data: EventData['escalation.notify'], { engine, pageUrl, timezone }: Around) {
	const acknowledgeUrl = `${pageUrl}?${await acknowledgeQuery(engine, data.notificationId)}`;
	const briefing = await briefingOf(engine, data);
	const reply = { acknowledgeUrl, now: engine.now(), timezone: briefing.timezone ?? timezone, briefing };
	return { ...data, acknowledgeUrl, ...onEveryChannel((channel) => channel.compose(data, reply)) };
}

async function summedUp(
	then: EventData['escalation.summary'],
	eventId: string,
	{ engine, pageUrl, timezone }: Around,
) {
	const listUrl = `${pageUrl}?${await overdueQuery(engine, then.notificationId)}`;
	const data = await summaryNow(engine, eventId, then);
	return { ...data, listUrl, ...onEveryChannel((channel) => channel.summary(data, { listUrl, timezone })) };
}
