import type { Reaction } from '../engine';
import { changedPrecedences, moveTimers } from '../timeline';
import { runsOf } from './run-repository';
import { wakeSummaries } from './summary-timers';

/** A request that another department holds, or that is more or less urgent, waits for another turn with its next level. */
export const runsChangeLanes: Reaction = async (engine, trx, events) => {
	const changed = changedPrecedences(events);
	const runs = await runsOf(trx, [...changed.keys()]);
	await moveTimers(
		trx,
		runs.map(({ id, requestId }) => ({ subject: id, precedence: changed.get(requestId) })),
	);
	const urgent = events.flatMap(({ type, data }) =>
		type === 'request.priorityChanged' && data.priority === 'urgent' ? [data.requestId] : [],
	);
	// What waits for a summary about it goes at once.
	if (urgent.length > 0) await wakeSummaries(engine, trx, urgent);
};
