import type { EventData, EventFilter, EventType, TimelineEvent } from '../../../engine';
import type { ToItem } from './item';

/** An event without its envelope: what a trigger shows in the editor while nothing has happened. */
export type EventExample<T extends EventType = EventType> = {
	[K in T]: Pick<TimelineEvent<K>, 'type' | 'data'>;
}[T];

/** An example of a type: the compiler checks its data where this is called. */
export const exampleOf = <T extends EventType>(type: T, data: EventData[T]): EventExample<T> =>
	({ type, data }) as EventExample<T>;

/** What a trigger node listens for. */
export interface Listening {
	/** Types of events: `clock.breached`. */
	readonly types: readonly EventType[];
	readonly filter: EventFilter;
	/** The event's part of an item; its data when left out. */
	readonly toItem?: ToItem;
	/**
	 * Types that are acknowledged before they are let go: a crash in between loses such an event, and none comes twice.
	 * For what must not be repeated to people, such as asking them. All others arrive at least once.
	 */
	readonly atMostOnce?: (type: EventType) => boolean;
	/** Shown in the editor while there is no real event. */
	readonly example: EventExample;
}
