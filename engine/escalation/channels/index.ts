import type { EventData } from '../../event';
import type { Alarm, Channel, Reply } from './channel';
import { email } from './email';

/** Every way to reach somebody, by the name that notifications are stored with. A new one is a file and a line here. */
export const CHANNELS = { email } as const satisfies Readonly<Record<string, Channel>>;

export type ChannelName = keyof typeof CHANNELS;

export const DEFAULT_CHANNEL: ChannelName = 'email';

/** The messages about an escalation that came to nothing, one a channel, each under the channel's field. */
export const composeAlarms = (event: Alarm, timezone: string): Readonly<Record<string, object>> =>
	Object.fromEntries(
		Object.values<Channel>(CHANNELS).map((channel) => [channel.field, channel.alarm(event, timezone)]),
	);

/** The messages that call somebody off, one a channel, each under the channel's field. */
export const composeStandDowns = (
	data: EventData['escalation.standDown'],
	timezone: string,
): Readonly<Record<string, object>> =>
	Object.fromEntries(
		Object.values<Channel>(CHANNELS).map((channel) => [channel.field, channel.standDown(data, timezone)]),
	);

/**
 * The messages of a notification, one a channel, each under the channel's field.
 *
 * @example composeMessages(event.data, { acknowledgeUrl, now: engine.now(), timezone: 'Europe/Berlin' }).mail
 */
export const composeMessages = (
	data: EventData['escalation.notify'],
	reply: Reply,
): Readonly<Record<string, object>> =>
	Object.fromEntries(
		Object.values<Channel>(CHANNELS).map((channel) => [channel.field, channel.compose(data, reply)]),
	);
