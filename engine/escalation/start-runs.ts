import { loadCalendars } from '../directory';
import type { Reaction } from '../engine';
import type { TimelineEvent } from '../event';
import { distinct } from '../records';
import { setTimers, type Timer } from '../timeline';
import { policyRepository } from './policy-repository';
import { calendarIdOf, calendarIn } from './run-calendar';
import { insertRuns, lockRuns } from './run-repository';
import { countingFrom, firstStep, type Timing } from './steps';
import { waiting } from './waiting';
import type { Policy, Run } from './types';
import { pluck } from '../pluck';

export const RUN_TIMER = 'escalation';

/** A breach sets its agreement's policy to work, in the transaction that announces it. Once for each arming. */
export const startRuns: Reaction = async (engine, trx, events) => {
	const breaches = events.filter((event) => event.type === 'clock.breached');
	const policyIds = distinct(breaches.map(({ data }) => data.escalationPolicyId));
	if (policyIds.length === 0) return;
	const policies = await policyRepository.find(trx, policyIds);
	const started = breaches.flatMap((breach) => {
		const policy = policies.get(breach.data.escalationPolicyId ?? '');
		return policy ? [{ breach, policy, runId: runIdOf(breach) }] : [];
	});
	const runIds = pluck(started, 'runId');
	const known = new Set((await lockRuns(trx, runIds, 'wait')).map((run) => run.id));
	const fresh = started.filter(({ runId }) => !known.has(runId));
	const calendars = await loadCalendars(
		trx,
		fresh.map(({ policy, breach }) => calendarIdOf(policy, breach.data)),
	);
	const runs = fresh.map(({ breach, policy, runId }) => {
		const calendar = calendarIn(calendars, calendarIdOf(policy, breach.data), runId);
		return newRun(breach, { policy, calendar }, engine.now());
	});
	await insertRuns(trx, runs);
	await setTimers(trx, runs.flatMap(timerOf));
};

type Breach = TimelineEvent<'clock.breached'>;

/** The first arming has no number in its id. */
const runIdOf = ({ subject, data: { cycle, arming } }: Breach): string =>
	[subject, cycle, ...(arming > 1 ? [arming] : [])].join(':');

function newRun(breach: Breach, timing: Timing & { readonly policy: Policy }, now: number): Run {
	// From the breach; after an outage from when it is noticed: nobody is notified several levels in one breath.
	const startedAt = countingFrom(breach.at, now);
	const { pass, level, dueAt } = firstStep(timing, startedAt);
	const run: Run = {
		id: runIdOf(breach),
		policyId: timing.policy.id,
		policyVersion: timing.policy.version,
		requestId: breach.data.requestId,
		clockId: breach.subject,
		cycle: breach.data.cycle,
		state: 'active',
		pass,
		level,
		nextAt: dueAt,
		startedAt,
		endedAt: undefined,
		acknowledgedBy: undefined,
		revision: 1,
		leftMs: undefined,
	};
	return breach.data.status === 'paused' ? waiting(run, timing, startedAt) : run;
}

/** The timer of a run's next level; none where every level has been notified. */
export const timerOf = ({ id, nextAt, revision }: Run): Timer[] =>
	nextAt === undefined ? [] : [{ subject: id, kind: RUN_TIMER, dueAt: nextAt, revision }];
