import type { Trx } from '../store';
import type { Reaction } from '../engine';
import type { TimelineEvent } from '../event';
import { setTimers } from '../timeline';
import { calendarsOf } from './run-calendar';
import { countingFrom, levelAt } from './plan';
import { findPolicies, lockRuns, saveRuns } from './repository';
import type { Policy, Run } from './types';

export const RUN_TIMER = 'escalation';

/** A breach sets its agreement's policy to work, in the transaction that announces it. Once a clock's cycle. */
export const startRuns: Reaction = async (engine, trx, events) => {
	const breaches = events.filter((event) => event.type === 'clock.breached');
	const policyIds = new Set(breaches.flatMap(({ data }) => data.escalationPolicyId ?? []));
	if (policyIds.size === 0) return;
	const policies = await findPolicies(trx, [...policyIds]);
	const runs = breaches.flatMap((breach): Run[] => {
		const policy = policies.get(breach.data.escalationPolicyId ?? '');
		return policy ? [newRun(breach, policy, engine.now())] : [];
	});
	const known = new Set(
		(
			await lockRuns(
				trx,
				runs.map((run) => run.id),
				'wait',
			)
		).map((run) => run.id),
	);
	await begin(
		trx,
		runs.filter((run) => !known.has(run.id)),
		policies,
	);
};

async function begin(trx: Trx, runs: readonly Run[], policies: ReadonlyMap<string, Policy>): Promise<void> {
	const calendars = await calendarsOf(trx, runs, (run) => policies.get(run.policyId));
	const started = runs.map((run): Run => {
		const level = policies.get(run.policyId)?.levels[0];
		return { ...run, nextAt: level ? levelAt(level, run.startedAt, calendars(run)) : run.startedAt };
	});
	await saveRuns(trx, started, 'insert');
	await setTimers(
		trx,
		started.map((run) => ({
			subject: run.id,
			kind: RUN_TIMER,
			dueAt: run.nextAt ?? run.startedAt,
			revision: run.revision,
		})),
	);
}

function newRun(breach: TimelineEvent<'clock.breached'>, policy: Policy, now: number): Run {
	const { cycle, requestId } = breach.data;
	return {
		id: `${breach.subject}:${cycle}`,
		policyId: policy.id,
		policyVersion: policy.version,
		requestId,
		clockId: breach.subject,
		cycle,
		state: 'active',
		pass: 1,
		level: 1,
		nextAt: undefined,
		// From the breach; after an outage from when it is noticed: nobody is told several levels in one breath.
		startedAt: countingFrom(breach.at, now),
		endedAt: undefined,
		acknowledgedBy: undefined,
		revision: 1,
	};
}
