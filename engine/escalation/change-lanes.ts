import type { Reaction } from '../engine';
import { changedPrecedences, moveTimers } from '../timeline';
import { runsOf } from './run-repository';

/** A request that another department holds, or that is more or less urgent, waits for another turn with its next level. */
export const runsChangeLanes: Reaction = async (_engine, trx, events) => {
	const changed = changedPrecedences(events);
	const runs = await runsOf(trx, [...changed.keys()]);
	await moveTimers(
		trx,
		runs.map(({ id, requestId }) => ({ subject: id, precedence: changed.get(requestId) })),
	);
};
