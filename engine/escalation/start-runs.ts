import { loadCalendars } from '../directory';
import type { Reaction } from '../engine';
import type { TimelineEvent } from '../event';
import { distinct } from '../records';
import { begunAnew } from './begun-anew';
import { policyRepository } from './policy-repository';
import { calendarIdOf, calendarIn } from './run-calendar';
import { insertRuns, lockOpenRuns, lockRuns, updateRuns } from './run-repository';
import { timedRuns } from './run-timing';
import { setRunTimers } from './set-run-timers';
import { countingFrom, firstStep, type Timing } from './steps';
import { waiting } from './waiting';
import type { Policy, Run } from './types';
import { pluck } from '../pluck';

/**
 * A breach sets its agreement's policy to work, in the transaction that announces it. Once for each arming, and one run at a
 * time: what is broken while the policy is at work on the request joins that run.
 */
export const startRuns: Reaction = async (engine, trx, events) => {
	const breaches = events.filter((event) => event.type === 'clock.breached');
	const policyIds = distinct(breaches.map(({ data }) => data.escalationPolicyId));
	if (policyIds.length === 0) return;
	const policies = await policyRepository.find(trx, policyIds);
	const started = breaches.flatMap((breach) => {
		const policy = policies.get(breach.data.escalationPolicyId ?? '');
		return policy ? [{ breach, policy, runId: runIdOf(breach) }] : [];
	});
	const requestIds = distinct(started.map(({ breach }) => breach.data.requestId));
	const runs = await lockOpenRuns(trx, requestIds, JOINED);
	const open = runs.filter(({ state, nextAt }) => state !== 'acknowledged' || nextAt !== undefined);
	const timed = new Map((await timedRuns(trx, open)).map((one) => [one.run.id, one]));
	const takenBy = new Map(
		[...runs]
			.sort((a, b) => (a.endedAt ?? 0) - (b.endedAt ?? 0))
			.flatMap((run) => (run.state === 'acknowledged' ? [[workOf(run), run.acknowledgedBy]] : [])),
	);
	const known = new Set((await lockRuns(trx, pluck(started, 'runId'), 'wait')).map((run) => run.id));
	const calendars = await loadCalendars(
		trx,
		started.map(({ policy, breach }) => calendarIdOf(policy, breach.data)),
	);
	const atWork = new Map(open.map((run) => [workOf(run), run]));
	const joined = new Map<string, Run>();
	const begun = new Map<string, Run>();
	for (const { breach, policy, runId } of started) {
		const work = workOf({ requestId: breach.data.requestId, policyId: policy.id });
		const run = atWork.get(work);
		if (!run && known.has(runId)) continue;
		const calendar = calendarIn(calendars, calendarIdOf(policy, breach.data), runId);
		// A run keeps the version of the policy that it began with.
		const timing = (run && timed.get(run.id)) ?? { policy, calendar };
		const after: Run = run
			? joinedBy(run, breach, timing, engine.now())
			: { ...newRun(breach, timing, engine.now()), acknowledgedBy: takenBy.get(work) };
		atWork.set(work, after);
		(begun.has(work) || !run ? begun : joined).set(work, after);
	}
	const after = [...begun.values(), ...joined.values()];
	await insertRuns(trx, [...begun.values()]);
	await updateRuns(trx, [...joined.values()]);
	await setRunTimers(trx, after);
};

/** Somebody has taken an acknowledged one on for what was broken then: what is broken later begins it anew. */
const JOINED = ['active', 'waiting', 'exhausted', 'nobody', 'acknowledged'] as const;

type Breach = TimelineEvent<'clock.breached'>;

const workOf = ({ requestId, policyId }: Pick<Run, 'requestId' | 'policyId'>): string =>
	`${requestId} ${policyId}`;

const brokenBy = ({ subject, data: { cycle } }: Breach) => ({ clockId: subject, cycle });

/** A run whose next message names this as well. One that has come to its end begins again with its first level. */
function joinedBy(run: Run, breach: Breach, timing: PolicyTiming, now: number): Run {
	const { clockId, cycle } = brokenBy(breach);
	const others = run.broken.filter((one) => one.clockId !== clockId);
	const broken = [...others, { clockId, cycle }];
	if (run.state === 'active' || run.state === 'waiting') return { ...run, broken };
	const startedAt = countingFrom(breach.at, now, timing.policy.levels[0]);
	const { dueAt } = firstStep(timing, startedAt);
	const again = begunAnew({ ...run, broken }, timing.policy, dueAt);
	return breach.data.status === 'paused' ? waiting(again, timing, startedAt) : again;
}

/** The first arming has no number in its id. */
const runIdOf = ({ subject, data: { cycle, arming } }: Breach): string =>
	[subject, cycle, ...(arming > 1 ? [arming] : [])].join(':');

type PolicyTiming = Timing & { readonly policy: Policy };

function newRun(breach: Breach, timing: PolicyTiming, now: number): Run {
	// From the breach; after an outage from when it is noticed.
	const startedAt = countingFrom(breach.at, now, timing.policy.levels[0]);
	const { pass, level, dueAt } = firstStep(timing, startedAt);
	const run: Run = {
		id: runIdOf(breach),
		policyId: timing.policy.id,
		policyVersion: timing.policy.version,
		requestId: breach.data.requestId,
		broken: [brokenBy(breach)],
		state: 'active',
		pass,
		level,
		passes: undefined,
		nextAt: dueAt,
		startedAt,
		endedAt: undefined,
		acknowledgedBy: undefined,
		revision: 1,
		leftMs: undefined,
		note: undefined,
		notedBy: undefined,
	};
	return breach.data.status === 'paused' ? waiting(run, timing, startedAt) : run;
}
