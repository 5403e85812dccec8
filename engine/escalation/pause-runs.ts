import type { Reaction } from '../engine';
import type { RequestStatus } from '../sla';
import { lockOpenRuns, updateRuns } from './run-repository';
import { timedRuns } from './run-timing';
import { setRunTimers } from './set-run-timers';
import { goingOn, waiting } from './waiting';
import type { Run } from './types';

/**
 * While a request waits for somebody else, no one further is notified about it; when it goes on, so do its runs, with what
 * was left of their delay. The status counts and not the event, since what was said late may have been overtaken.
 */
export const pauseRuns: Reaction = async (engine, trx, events) => {
	const statusOf = new Map<string, RequestStatus>();
	for (const event of events)
		if (event.subject === event.requestId && 'status' in event.data)
			statusOf.set(event.subject, event.data.status);
	const isMoved = ({ requestId, state }: Run): boolean => {
		const status = statusOf.get(requestId);
		return (status === 'paused' && state === 'active') || (status === 'open' && state === 'waiting');
	};
	const runs = (await lockOpenRuns(trx, [...statusOf.keys()])).filter(isMoved);
	if (runs.length === 0) return;
	const now = engine.now();
	const moved = (await timedRuns(trx, runs)).map(({ run, ...timing }) =>
		run.state === 'active' ? waiting(run, timing, now) : goingOn(run, timing, now),
	);
	await updateRuns(trx, moved);
	await setRunTimers(trx, moved);
};
