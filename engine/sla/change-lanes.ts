import type { Reaction } from '../engine';
import { changedPrecedences, moveTimers } from '../timeline';
import { clocksOf } from './clock-repository';

/** A request that another department holds, or that is more or less urgent, waits for another turn with what its clocks have to say. */
export const clocksChangeLanes: Reaction = async (_engine, trx, events) => {
	const changed = changedPrecedences(events);
	const clocks = await clocksOf(trx, [...changed.keys()]);
	await moveTimers(
		trx,
		clocks.map(({ id, requestId }) => ({ subject: id, precedence: changed.get(requestId) })),
	);
};
