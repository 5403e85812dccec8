import { CLOCK_TIMER } from './clock-id';
import { appendEvents, setTimers, type TimerHandler } from '../timeline';
import { namesFor } from './describe-request';
import { clockEvents } from './events';
import { projectClocks, timerOf } from './project-clocks';
import { requestIdsOfClocks } from './clock-repository';
import { findRequests, lockRequests } from './request-repository';
import { standingClocks } from './standing-clocks';
import { pluck } from '../pluck';

/**
 * A clock has something to announce: it is read again, under the agreement that applies by now, and only what it says now is
 * announced.
 */
export const clockTimers: TimerHandler = {
	kind: CLOCK_TIMER,
	async lock(trx, clockIds) {
		const requestOf = await requestIdsOfClocks(trx, clockIds);
		const locked = await lockRequests(trx, [...requestOf.values()], 'skip');
		const held = new Set(pluck(locked, 'id'));
		return clockIds.filter((id) => held.has(requestOf.get(id) ?? ''));
	},
	async fire(engine, trx, timers) {
		const ids = new Set(pluck(timers, 'subject'));
		const requestOf = await requestIdsOfClocks(trx, [...ids]);
		const requests = await findRequests(trx, [...requestOf.values()], 'id');
		const sources = (await standingClocks(trx, requests)).filter(({ record }) => ids.has(record.id));
		const projected = await projectClocks(trx, sources, { engine, by: 'timer' });
		// The timer that fired is gone; a clock that did not change was not given a new one.
		await setTimers(trx, projected.flatMap(timerOf));
		const names = await namesFor(trx, requests);
		await appendEvents(
			engine,
			trx,
			projected.flatMap((clock) => clockEvents(clock, names)),
		);
	},
};
