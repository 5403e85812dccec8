import type { Channel } from './channel';
import { email } from './email';

/** Every way to reach somebody, by the name that notifications are stored with. A new one is a file and a line here. */
export const CHANNELS = { email } as const satisfies Readonly<Record<string, Channel>>;

export type ChannelName = keyof typeof CHANNELS;

export const DEFAULT_CHANNEL: ChannelName = 'email';

/**
 * A message on every channel, each under the channel's field.
 *
 * @example onEveryChannel((channel) => channel.standDown(event.data, 'Europe/Berlin')).mail
 */
export const onEveryChannel = (compose: (channel: Channel) => object): Readonly<Record<string, object>> =>
	Object.fromEntries(Object.values<Channel>(CHANNELS).map((channel) => [channel.field, compose(channel)]));
