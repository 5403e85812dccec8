import { loadCalendars } from '../directory';
import type { Queryable } from '../store';
import { policyRepository } from './policy-repository';
import { calendarIdOf, calendarIn } from './run-calendar';
import { tellRuns, type RunStory } from './run-events';
import type { Timing } from './steps';
import type { Policy, Run } from './types';
import { pluck } from '../pluck';

/** A run with its story, the version of the policy that it keeps, and the calendar that its delays are counted in. */
export interface TimedRun extends Timing {
	readonly run: Run;
	readonly story: RunStory;
	readonly policy: Policy;
}

/** Runs with what their steps are counted by, looked up together. */
export async function timedRuns(db: Queryable, runs: readonly Run[]): Promise<TimedRun[]> {
	if (runs.length === 0) return [];
	const policies = await policyRepository.at(
		db,
		runs.map(({ policyId, policyVersion }) => ({ id: policyId, number: policyVersion })),
	);
	const stories = await tellRuns(db, runs);
	const known = runs.flatMap((run) => {
		const policy = policies.get(`${run.policyId}@${run.policyVersion}`);
		const story = stories.get(run.id);
		return policy && story ? [{ run, policy, story, calendarId: calendarIdOf(policy, story.data) }] : [];
	});
	const calendars = await loadCalendars(db, pluck(known, 'calendarId'));
	return known.map(({ calendarId, ...one }) => ({
		...one,
		calendar: calendarIn(calendars, calendarId, one.run.id),
	}));
}
