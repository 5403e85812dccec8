import { loadCalendars } from '../directory';
import type { TimelineEvent } from '../event';
import type { Request } from '../sla';
import type { Trx } from '../store';
import { appendEvents, setTimers, type TimerHandler } from '../timeline';
import { DEFAULT_CHANNEL } from './channels';
import { insertNotifications, toldOf } from './notification-repository';
import { namedBy, peopleAround } from './people-around';
import { policyRepository } from './policy-repository';
import { calendarIdOf, calendarIn } from './run-calendar';
import { runEvent, tellRuns, type RunStory } from './run-events';
import { lockRuns, updateRuns } from './run-repository';
import { RUN_TIMER, timerOf } from './start-runs';
import { takeStep, toldLast, type StepLookup, type TriedLevel } from './steps';
import { explainWhy } from './explain-why';
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
		const runs = (await lockRuns(trx, runIds, 'wait')).filter((run) => run.state === 'active');
		const lookups = await lookUpRuns(trx, runs, now);
		const advanced = lookups.map((lookup) =>
			lookup.request.status === 'paused' ? hold(lookup, now) : advance(lookup, now),
		);
		const after = pluck(advanced, 'run');
		await insertNotifications(
			trx,
			advanced.flatMap(({ notifications }) => notifications),
		);
		await updateRuns(trx, after);
		await setTimers(trx, after.flatMap(timerOf));
		await appendEvents(
			engine,
			trx,
			advanced.flatMap(({ events }) => events),
		);
	},
};

/** What the step of a run is taken with. */
interface RunLookup extends StepLookup {
	readonly request: Request;
	readonly run: Run;
	readonly policy: Policy;
	readonly story: RunStory;
	readonly toldBefore: readonly string[];
}

/** Everything that these runs need, looked up together. */
async function lookUpRuns(trx: Trx, runs: readonly Run[], now: number): Promise<RunLookup[]> {
	const policies = await policyRepository.at(
		trx,
		runs.map(({ policyId, policyVersion }) => ({ id: policyId, number: policyVersion })),
	);
	const stories = await tellRuns(trx, runs);
	const told = await toldOf(trx, pluck(runs, 'id'));
	const due = runs.flatMap((run) => {
		const policy = policies.get(`${run.policyId}@${run.policyVersion}`);
		const story = stories.get(run.id);
		const toldBefore = toldLast(told.get(run.id) ?? [], run.pass);
		return policy && story ? [{ run, policy, story, request: story.request, toldBefore }] : [];
	});
	const calendars = await loadCalendars(
		trx,
		due.map(({ policy, story }) => calendarIdOf(policy, story.data)),
	);
	const named = due.map(({ policy, request }) => namedBy(policy.levels, request));
	const around = {
		members: [...named.flatMap(({ members }) => members), ...due.flatMap(({ toldBefore }) => toldBefore)],
		departments: named.flatMap(({ departments }) => departments),
	};
	const people = await peopleAround(trx, around, now, now);
	return due.map((one) => ({
		...one,
		people,
		calendar: calendarIn(calendars, calendarIdOf(one.policy, one.story.data), one.run.id),
	}));
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

/** The run after the level that is due, with what it tells. */
function advance(lookup: RunLookup, now: number): Advanced {
	const { run, policy, story, toldBefore } = lookup;
	const dueAt = run.nextAt ?? now;
	const { tried, next } = takeStep(lookup, { pass: run.pass, level: run.level, dueAt, toldBefore }, now);
	const notifications = tried.flatMap((level) => notificationsOf(run, level, now));
	const policyName = policy.name;
	const nobody = tried
		.filter(({ told }) => told.length === 0)
		.map(({ pass, level }) =>
			runEvent(story, 'escalation.nobody', `nobody:${pass}.${level}`, dueAt, { pass, level, policyName }),
		);
	const exhausted = next ? [] : [runEvent(story, 'escalation.exhausted', 'exhausted', dueAt, { policyName })];
	const { pass, level } = next ?? run;
	return {
		run: {
			...run,
			pass,
			level,
			state: next ? 'active' : 'exhausted',
			nextAt: next?.dueAt,
			revision: run.revision + 1,
		},
		notifications,
		events: [
			...nobody,
			...notifications.map((notification) => notifyEvent(notification, lookup, dueAt)),
			...exhausted,
		],
	};
}

const notificationsOf = (run: Run, { pass, level, told }: TriedLevel, now: number): Notification[] =>
	told.map((person) => ({
		...person,
		id: `${run.id}:${pass}.${level}:${person.memberId}`,
		runId: run.id,
		pass,
		level,
		channel: DEFAULT_CHANNEL,
		createdAt: now,
	}));

function notifyEvent(
	{ id, pass, level, memberId, why }: Notification,
	{ policy, story, people }: RunLookup,
	dueAt: number,
): TimelineEvent {
	const member = people.members.get(memberId);
	return runEvent(story, 'escalation.notify', id, dueAt, {
		notificationId: id,
		policyName: policy.name,
		pass,
		level,
		levels: policy.levels.length,
		memberId,
		memberName: member?.name ?? memberId,
		memberEmail: member?.email ?? null,
		memberLocale: member?.locale ?? 'en',
		why: explainWhy(why, people, member?.locale),
	});
}
