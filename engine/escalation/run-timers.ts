import type { Engine } from '../engine';
import type { Trx } from '../store';
import type { TimelineEvent } from '../event';
import { appendEvents, setTimers, type TimerHandler } from '../timeline';
import type { Calendar } from '../working-time';
import { countingFrom, levelAt, stepAfter } from './plan';
import { insertNotifications, lockRuns, peopleAround, policyVersions, saveRuns } from './repository';
import { calendarsOf } from './run-calendar';
import { policyOf, runEvent, tellRuns, toldOf, type RunStory } from './run-events';
import { RUN_TIMER } from './start-runs';
import { explainWhy } from './texts';
import type { Notification, Policy, Run, Told } from './types';
import { whoToTell, type Situation } from './who-to-tell';

/** A level is due: the people are found now, told once each, and the next level is planned, all or nothing. */
export const runTimers: TimerHandler = {
	kind: RUN_TIMER,
	lock: async (trx, runIds) => (await lockRuns(trx, runIds, 'skip')).map((run) => run.id),
	async fire(engine, trx, timers) {
		const runs = (
			await lockRuns(
				trx,
				timers.map((timer) => timer.subject),
				'wait',
			)
		).filter((run) => run.state === 'active');
		const versions = await policyVersions(trx, runs);
		const calendars = await calendarsOf(trx, runs, (run) => policyOf(run, versions));
		const stories = await tellRuns(trx, runs);
		for (const run of runs) {
			const policy = policyOf(run, versions);
			const story = stories.get(run.id);
			if (policy && story) await advance(engine, trx, { run, policy, story, calendar: calendars(run) });
		}
	},
};

interface Step {
	readonly pass: number;
	readonly level: number;
}

interface Case {
	readonly run: Run;
	readonly policy: Policy;
	readonly story: RunStory;
	readonly calendar: Calendar;
}

/** Tells the level that is due. One that finds nobody does not use up its delay: the next has its turn at once. */
async function advance(engine: Engine, trx: Trx, { run, policy, story, calendar }: Case): Promise<void> {
	const now = engine.now();
	const dueAt = run.nextAt ?? now;
	const situation = await situationOf(trx, run, policy, story, now);
	const events: TimelineEvent[] = [];
	let next: Step | undefined = { pass: run.pass, level: run.level };
	let told: Told[] = [];
	while (next && told.length === 0) {
		const step: Step = next;
		told = whoToTell(policy.levels[step.level - 1]?.targets ?? [], situation);
		const notifications = told.map((person) => notificationOf(run, step, person, now));
		await insertNotifications(trx, notifications);
		events.push(
			...notifications.map((notification) => notifyEvent(notification, policy, story, situation, dueAt)),
		);
		if (told.length === 0)
			events.push(
				runEvent(story, 'escalation.nobody', `nobody:${step.pass}.${step.level}`, dueAt, {
					...step,
					policyName: policy.name,
				}),
			);
		next = stepAfter(policy, step.pass, step.level);
	}
	await save(trx, run, next, policy, calendar, now);
	if (!next)
		events.push(runEvent(story, 'escalation.exhausted', 'exhausted', dueAt, { policyName: policy.name }));
	await appendEvents(engine, trx, events);
}

async function save(
	trx: Trx,
	run: Run,
	step: Step | undefined,
	policy: Policy,
	calendar: Calendar,
	now: number,
): Promise<void> {
	const next = step && policy.levels[step.level - 1];
	// After an outage from now, not from when it was due: the next level still gets its whole delay.
	const nextAt = next && levelAt(next, countingFrom(run.nextAt ?? now, now), calendar);
	const after: Run = {
		...run,
		...(step ?? { level: run.level }),
		state: step ? 'active' : 'exhausted',
		nextAt,
		revision: run.revision + 1,
	};
	await saveRuns(trx, [after], 'update');
	if (nextAt !== undefined)
		await setTimers(trx, [{ subject: run.id, kind: RUN_TIMER, dueAt: nextAt, revision: after.revision }]);
}

async function situationOf(
	trx: Trx,
	run: Run,
	policy: Policy,
	{ request }: RunStory,
	now: number,
): Promise<Situation> {
	const told = (await toldOf(trx, [run.id])).get(run.id) ?? [];
	const last = told.at(-1);
	const toldBefore = last
		? told
				.filter(({ pass, level }) => pass === last.pass && level === last.level)
				.map(({ memberId }) => memberId)
		: [];
	const targets = policy.levels.flatMap((level) => level.targets);
	const named = targets.flatMap((target) => (target.kind === 'member' ? [target.memberId] : []));
	const departments = targets.flatMap((target) =>
		target.kind === 'departmentHead' ? (target.departmentId ?? []) : [],
	);
	const people = await peopleAround(
		trx,
		[request.assigneeId, ...toldBefore, ...named],
		[request.departmentId, ...departments],
		now,
	);
	// A further pass begins with the first level again: nobody has been told in it yet.
	return {
		assigneeId: request.assigneeId,
		departmentId: request.departmentId,
		toldBefore: run.level === 1 ? [] : toldBefore,
		...people,
	};
}

const notificationOf = (run: Run, { pass, level }: Step, told: Told, now: number): Notification => ({
	...told,
	id: `${run.id}:${pass}.${level}:${told.memberId}`,
	runId: run.id,
	pass,
	level,
	channel: 'email',
	createdAt: now,
});

function notifyEvent(
	notification: Notification,
	policy: Policy,
	story: RunStory,
	situation: Situation,
	dueAt: number,
): TimelineEvent {
	const member = situation.members.get(notification.memberId);
	return runEvent(story, 'escalation.notify', notification.id, dueAt, {
		notificationId: notification.id,
		policyName: policy.name,
		pass: notification.pass,
		level: notification.level,
		levels: policy.levels.length,
		memberId: notification.memberId,
		memberName: member?.name ?? notification.memberId,
		memberEmail: member?.email ?? null,
		memberLocale: member?.locale ?? 'en',
		why: explainWhy(notification.why, situation, member?.locale),
	});
}
