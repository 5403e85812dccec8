import type { TimelineEvent } from '../event';
import type { EventFilter, Subscription } from './types';

/** What decides who gets an event. */
export type Addressed = Pick<TimelineEvent, 'type' | 'serviceId' | 'departmentId'>;

/** Whether `subscription` listens to `event`. */
export function wants(subscription: Pick<Subscription, 'types' | 'filter'>, event: Addressed): boolean {
	return subscription.types.includes(event.type) && passes(subscription.filter, event);
}

function passes(filter: EventFilter, event: Addressed): boolean {
	const among = (allowed: readonly string[] | undefined, value: string | undefined) =>
		!allowed || allowed.length === 0 || (value !== undefined && allowed.includes(value));
	return among(filter.serviceIds, event.serviceId) && among(filter.departmentIds, event.departmentId);
}
