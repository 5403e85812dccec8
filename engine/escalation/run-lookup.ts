import type { Request } from '../sla';
import type { Queryable } from '../store';
import { pluck } from '../pluck';
import { begunAnew } from './begun-anew';
import { toldOf } from './notification-repository';
import { namedBy, peopleAround } from './people-around';
import { timedRuns, type TimedRun } from './run-timing';
import type { StepLookup, ToldAt } from './steps';
import type { Notification, Policy, Run } from './types';

/** What the step of a run is taken with. */
export interface RunLookup extends StepLookup, TimedRun {
	readonly policy: Policy;
	readonly request: Request;
	readonly messages: number;
	/** Everybody who was notified so far and was not called off. */
	readonly notified: readonly Notification[];
	readonly toldBefore: readonly ToldAt[];
}

/** Everything that these runs need, looked up together. */
export async function lookUpRuns(db: Queryable, runs: readonly Run[], now: number): Promise<RunLookup[]> {
	const told = await toldOf(db, pluck(runs, 'id'));
	const due = (await timedRuns(db, runs)).map((one) => {
		// An acknowledgement has expired, and the promise is still broken.
		const run = one.run.state === 'acknowledged' ? begunAnew(one.run, one.policy, now) : one.run;
		const all = told.get(run.id) ?? [];
		const notified = all.filter(({ calledOffAt }) => calledOffAt === undefined);
		return {
			...one,
			run,
			request: one.story.request,
			passes: run.passes,
			acknowledgedBy: run.acknowledgedBy,
			messages: all.length,
			notified,
			toldBefore: notified.map(({ memberId, createdAt }) => ({ memberId, at: createdAt })),
		};
	});
	const named = due.map(({ policy, request }) => namedBy(policy, request));
	const around = {
		members: [
			...named.flatMap(({ members }) => members),
			...pluck(due, 'acknowledgedBy'),
			...due.flatMap(({ notified }) => pluck(notified, 'memberId')),
		],
		departments: named.flatMap(({ departments }) => departments),
	};
	const people = await peopleAround(db, around, now, now);
	return due.map((one) => ({ ...one, people }));
}
