import { loadCalendars } from '../directory';
import type { Reaction } from '../engine';
import type { RequestStatus } from '../sla';
import { cancelTimers, setTimers } from '../timeline';
import { policyRepository } from './policy-repository';
import { calendarIdOf, calendarIn } from './run-calendar';
import { tellRuns } from './run-events';
import { lockOpenRuns, updateRuns } from './run-repository';
import { timerOf } from './start-runs';
import { goingOn, waiting } from './waiting';
import type { Run } from './types';
import { pluck } from '../pluck';

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
	const policies = await policyRepository.at(
		trx,
		runs.map(({ policyId, policyVersion }) => ({ id: policyId, number: policyVersion })),
	);
	const stories = await tellRuns(trx, runs);
	const timed = runs.flatMap((run) => {
		const policy = policies.get(`${run.policyId}@${run.policyVersion}`);
		return policy ? [{ run, policy, calendarId: calendarIdOf(policy, stories.get(run.id)?.data ?? {}) }] : [];
	});
	const calendars = await loadCalendars(trx, pluck(timed, 'calendarId'));
	const now = engine.now();
	const moved = timed.map(({ run, policy, calendarId }) => {
		const timing = { policy, calendar: calendarIn(calendars, calendarId, run.id) };
		return run.state === 'active' ? waiting(run, timing, now) : goingOn(run, timing, now);
	});
	await updateRuns(trx, moved);
	await cancelTimers(
		trx,
		pluck(
			moved.filter(({ state }) => state === 'waiting'),
			'id',
		),
	);
	await setTimers(trx, moved.flatMap(timerOf));
};
