import type { Recheck } from '../engine';
import { findClocks } from './clock-repository';
import { findRequests } from './request-repository';
import { pluck } from '../pluck';

/**
 * A warning is pointless once the deadline has passed, a breach once the request is over or was reopened: the one that has passed is
 * told by an event of its own.
 */
export const recheckClocks: Recheck = {
	types: ['clock.warning', 'clock.breached'],
	async pointless(db, events) {
		const requests = await findRequests(db, pluck(events, 'requestId'), 'id');
		const openIds = new Set(
			requests.filter(({ status }) => status === 'open' || status === 'paused').map(({ id }) => id),
		);
		const clocks = new Map(
			(await findClocks(db, pluck(events, 'subject'))).map((clock) => [clock.id, clock]),
		);
		return events.filter((event) => {
			if (event.type !== 'clock.warning' && event.type !== 'clock.breached') return false;
			const clock = clocks.get(event.subject);
			const states = event.type === 'clock.breached' ? BROKEN : STANDING;
			return !(
				openIds.has(event.requestId ?? '') &&
				clock?.cycle === event.data.cycle &&
				states.includes(clock.state)
			);
		});
	},
};

const BROKEN: readonly string[] = ['breached'];
const STANDING: readonly string[] = ['running', 'paused'];
