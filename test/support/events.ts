import type { EventSubject, EventType, TimelineEvent } from '../../engine/event';

/**
 * An event for tests in which its data does not matter, or is anything at all: the only place where data need not be that of
 * the type.
 *
 * @example anEvent({ id: 'e1', data: { clock: 'c1' } }) // a breach at the epoch
 */
export const anEvent = ({
	type = 'clock.breached',
	data = {},
	...subject
}: Partial<EventSubject> & {
	readonly id: string;
	readonly type?: EventType;
	readonly data?: object;
}): TimelineEvent => ({ subject: 'clock', at: 0, ...subject, type, data }) as TimelineEvent;
