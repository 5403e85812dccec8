import type { OwnerFields, TimelineEvent } from '../event';
import type { Request } from '../sla';
import type { Trx } from '../store';
import { appendEvents, whoListens, type TimerHandler } from '../timeline';
import { begunAnew } from './begun-anew';
import { insertNotifications, toldOf } from './notification-repository';
import { notificationOf, notifyEvent } from './notify';
import { namedBy, peopleAround } from './people-around';
import { runEvent } from './run-events';
import { lockRuns, updateRuns } from './run-repository';
import { timedRuns, type TimedRun } from './run-timing';
import { RUN_TIMER, setRunTimers } from './set-run-timers';
import { takeStep, type StepLookup, type ToldAt } from './steps';
import { waiting } from './waiting';
import type { Notification, Policy, Run } from './types';
import { pluck } from '../pluck';

/** A level is due: the people are found now, notified once each, and the next level is planned, all or nothing. */
export const runTimers: TimerHandler = {
	kind: RUN_TIMER,
	lock: async (trx, runIds) => (await lockRuns(trx, runIds, 'skip')).map((run) => run.id),
	async fire(engine, trx, timers) {
		const now = engine.now();
		const runIds = pluck(timers, 'subject');
		const runs = (await lockRuns(trx, runIds, 'wait')).filter(
			({ state }) => state === 'active' || state === 'acknowledged',
		);
		const isHeard = await whoListens(trx, now);
		// Where nobody would send it, a level is not spent: the run waits for a workflow, which wakes it (`notifyWaiting`).
		const lookups = (await lookUpRuns(trx, runs, now)).filter(({ request }) =>
			isHeard({ type: 'escalation.notify', ...request }),
		);
		const advanced = lookups.map((lookup) =>
			lookup.request.status === 'paused' ? hold(lookup, now) : advance(lookup, now),
		);
		const after = pluck(advanced, 'run');
		await insertNotifications(
			trx,
			advanced.flatMap(({ notifications }) => notifications),
		);
		await updateRuns(trx, after);
		await setRunTimers(trx, after);
		await appendEvents(
			engine,
			trx,
			advanced.flatMap(({ events }) => events),
		);
	},
};

/** What the step of a run is taken with. */
interface RunLookup extends StepLookup, TimedRun {
	readonly policy: Policy;
	readonly request: Request;
	readonly toldBefore: readonly ToldAt[];
}

/** Everything that these runs need, looked up together. */
async function lookUpRuns(trx: Trx, runs: readonly Run[], now: number): Promise<RunLookup[]> {
	const told = await toldOf(trx, pluck(runs, 'id'));
	const due = (await timedRuns(trx, runs)).map((one) => {
		// An acknowledgement has expired, and the promise is still broken.
		const run = one.run.state === 'acknowledged' ? begunAnew(one.run, one.policy, now) : one.run;
		return {
			...one,
			run,
			request: one.story.request,
			passes: run.passes,
			acknowledgedBy: run.acknowledgedBy,
			isSomebodyTold: (told.get(run.id) ?? []).length > 0,
			toldBefore: (told.get(run.id) ?? []).flatMap(({ memberId, createdAt, calledOffAt }) =>
				calledOffAt === undefined ? [{ memberId, at: createdAt }] : [],
			),
		};
	});
	const named = due.map(({ policy, request }) => namedBy(policy, request));
	const around = {
		members: [...named.flatMap(({ members }) => members), ...pluck(due, 'acknowledgedBy')],
		departments: named.flatMap(({ departments }) => departments),
	};
	const people = await peopleAround(trx, around, now, now);
	return due.map((one) => ({ ...one, people }));
}

interface Advanced {
	readonly run: Run;
	readonly notifications: readonly Notification[];
	readonly events: readonly TimelineEvent[];
}

/** A run whose request was paused by a version that let it go on: it waits from now on. */
const hold = (lookup: RunLookup, now: number): Advanced => ({
	run: waiting(lookup.run, lookup, now),
	notifications: [],
	events: [],
});

function ownerFields({ policy: { ownerId }, people }: RunLookup): OwnerFields {
	const owner = people.members.get(ownerId ?? '');
	const present = owner?.active ? owner : undefined;
	return {
		memberId: present?.id ?? null,
		memberName: present?.name ?? null,
		memberEmail: present?.email ?? null,
		memberLocale: present?.locale ?? 'en',
	};
}

/** The run after the level that is due, with what it tells. */
function advance(lookup: RunLookup, now: number): Advanced {
	const { run, policy, story, toldBefore } = lookup;
	const dueAt = run.nextAt ?? now;
	const due = { pass: run.pass, level: run.level, dueAt };
	const { tried, next, end } = takeStep(lookup, due, toldBefore, now);
	const notifications = tried.flatMap((level) =>
		level.told.map((person) => notificationOf(run, level, person, now)),
	);
	const policyName = policy.name;
	const owner = ownerFields(lookup);
	// One event, however many levels in a row: it is one gap, seen at once.
	const nobody = tried
		.filter(({ told, justTold }) => told.length + justTold.length === 0)
		.slice(0, 1)
		.map(({ pass, level }) =>
			runEvent(story, 'escalation.nobody', `nobody:${pass}.${level}`, dueAt, {
				pass,
				level,
				policyName,
				...owner,
			}),
		);
	const exhausted =
		end === 'exhausted'
			? [
					runEvent(story, 'escalation.exhausted', `exhausted:${run.pass}`, dueAt, {
						policyName,
						...owner,
					}),
				]
			: [];
	const { pass, level } = next ?? run;
	return {
		run: { ...run, pass, level, state: end ?? 'active', nextAt: next?.dueAt, revision: run.revision + 1 },
		notifications,
		events: [
			...nobody,
			...notifications.map((notification) => notifyEvent(notification, lookup, dueAt)),
			...exhausted,
		],
	};
}
