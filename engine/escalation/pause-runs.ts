import type { Reaction } from '../engine';
import type { RequestStatus } from '../sla';
import { cancelTimers } from '../timeline';
import { pluck } from '../pluck';
import { lockOpenRuns, updateRuns } from './run-repository';
import { timedRuns } from './run-timing';
import { setRunTimers } from './set-run-timers';
import { atRest, goingOn, quiet, waiting } from './waiting';
import type { Run, RunState } from './types';

/**
 * While a request waits for somebody else, no one further is notified about it; when it goes on, so do its runs, with what
 * was left of their delay. The status counts and not the event, since what was said late may have been overtaken.
 */
export const pauseRuns: Reaction = async (engine, trx, events) => {
	const statusOf = new Map<string, RequestStatus>();
	for (const event of events)
		if (event.subject === event.requestId && 'status' in event.data)
			statusOf.set(event.subject, event.data.status);
	const isMoved = ({ requestId, state, nextAt }: Run): boolean => {
		const status = statusOf.get(requestId);
		if (isAtEnd(state)) return status === 'paused' || (status === 'open' && nextAt !== undefined);
		return (status === 'paused' && state === 'active') || (status === 'open' && state === 'waiting');
	};
	const runs = (await lockOpenRuns(trx, [...statusOf.keys()])).filter(isMoved);
	if (runs.length === 0) return;
	const now = engine.now();
	const moved = (await timedRuns(trx, runs)).map(({ run, ...timing }) => {
		if (isAtEnd(run.state))
			return statusOf.get(run.requestId) === 'paused' ? atRest(run, timing, now) : quiet(run);
		return run.state === 'active' ? waiting(run, timing, now) : goingOn(run, timing, now);
	});
	await updateRuns(trx, moved);
	await cancelTimers(
		trx,
		pluck(
			moved.filter(({ nextAt }) => nextAt === undefined),
			'id',
		),
	);
	await setRunTimers(trx, moved);
};

const isAtEnd = (state: RunState): boolean => state === 'exhausted' || state === 'nobody';
