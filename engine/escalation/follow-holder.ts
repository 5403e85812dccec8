import { findMembers } from '../directory';
import type { Engine, Reaction } from '../engine';
import type { EventType, TimelineEvent } from '../event';
import { distinct } from '../records';
import type { Trx } from '../store';
import { appendEvents, whoListens } from '../timeline';
import { nobodyFound } from './advance-run';
import { soundAlarms } from './alarms';
import { begunAnew } from './begun-anew';
import { callOffAll, standDownOf } from './end-runs';
import { toldOf } from './notification-repository';
import { notificationOf } from './notify';
import { namedBy, peopleAround } from './people-around';
import { lockOpenRuns, OPEN, updateRuns } from './run-repository';
import { timedRuns, type TimedRun } from './run-timing';
import { setRunTimers } from './set-run-timers';
import { lookupAt, MESSAGES_A_RUN } from './steps';
import { wakeSummaries } from './summary-timers';
import { tellPeople } from './tell-people';
import type { Notification, Told } from './types';
import { lineOf, whoToTell } from './who-to-tell';
import { pluck } from '../pluck';

/** What gives a request to somebody else, and what only files it elsewhere: whoever holds it goes on holding it. */
const PASSED_ON = [
	'request.handedOff',
	'request.assigned',
	'request.unassigned',
	'request.corrected',
] as const satisfies readonly EventType[];

/**
 * A request that somebody was notified of has a new holder: they are notified at once, and the escalation goes on from the
 * level it is at, up the new holder's line. Whoever has no part in it any more is called off. Where nobody was found before,
 * or no workflow listens now, the levels begin anew. History moves nobody: the next level finds whoever has it then.
 */
export const followHolder: Reaction = async (engine, trx, events) => {
	const passedOn = new Map(
		events.flatMap(({ type, subject, isHistory }) =>
			!isHistory && PASSED_ON.some((one) => one === type) ? [[subject, type]] : [],
		),
	);
	if (passedOn.size === 0) return;
	const locked = await lockOpenRuns(trx, [...passedOn.keys()], [...OPEN, 'acknowledged']);
	const runs = locked.filter(({ state, nextAt }) => state !== 'acknowledged' || nextAt !== undefined);
	const told = await toldOf(trx, pluck(runs, 'id'));
	const isHeard = await whoListens(trx, engine.now());
	for (const one of await timedRuns(trx, runs)) {
		const { run, story } = one;
		const all = told.get(run.id) ?? [];
		const reason = passedOn.get(run.requestId);
		const hears = isHeard({ type: 'escalation.notify', ...story.request });
		if (reason === undefined) continue;
		const isTold = all.length > 0 || run.state === 'nobody';
		if (reason !== 'request.corrected' && isTold) {
			// Somebody sees to it: there is only the new holder to be notified, where that is heard.
			if (run.state === 'acknowledged' && !hears) continue;
			if (run.state === 'nobody' || !hears) {
				await beginAnew(trx, one, engine.now());
				continue;
			}
			await follow(engine, trx, { ...one, told: all, reason });
		}
		// What is due and was passed over may be heard where it is now.
		await setRunTimers(trx, [run]);
	}
	await wakeSummaries(engine, trx, [...passedOn.keys()]);
};

/** The first level once more, as soon as a workflow listens: the new holder is notified by it. */
async function beginAnew(trx: Trx, { run, policy }: TimedRun, now: number): Promise<void> {
	if (run.state === 'waiting') return;
	const anew = begunAnew(run, policy, now);
	await updateRuns(trx, [anew]);
	await setRunTimers(trx, [anew]);
}

interface PassedOn extends TimedRun {
	/** Everybody who was notified so far, called off or not. */
	readonly told: readonly Notification[];
	readonly reason: EventType;
}

async function follow(engine: Engine, trx: Trx, { run, story, policy, told, reason }: PassedOn) {
	const now = engine.now();
	const { request, data } = story;
	const people = await peopleAround(trx, namedBy(policy, request), now, now);
	const pass = Math.max(...pluck(told, 'pass'));
	const level = Math.max(...told.flatMap((one) => (one.pass === pass ? [one.level] : [])));
	const lookAt = (number: number) => lookupAt({ policy, people, request }, number, now);
	const holders = whoToTell([{ kind: 'assignee' }], lookAt(1));
	// Whoever the levels so far would notify by now still has a part in it, and so have the whole line above and whoever took it on.
	const reached = policy.levels.slice(0, pass > 1 || run.pass > pass ? policy.levels.length : level);
	const concerned = new Set([
		run.acknowledgedBy,
		...pluck(
			[
				...holders,
				...lineOf(lookAt(1), people.members.size),
				...reached.flatMap(({ targets }, index) => whoToTell(targets, lookAt(index + 1))),
			],
			'memberId',
		),
	]);
	const notified = told.filter(({ calledOffAt }) => calledOffAt === undefined);
	const over = notified.filter(({ memberId }) => !concerned.has(memberId));
	const left = await callOffAll(trx, over, now);
	const isNotified = ({ memberId }: Told) => notified.some((one) => one.memberId === memberId);
	const isTakenBy = ({ memberId }: Told) => run.state === 'acknowledged' && memberId === run.acknowledgedBy;
	const fresh = holders
		.filter((holder) => !isNotified(holder) && !isTakenBy(holder))
		.slice(0, Math.max(0, MESSAGES_A_RUN - told.length))
		.map((holder) => ({
			policy,
			story,
			people,
			dueAt: now,
			notification: notificationOf(run, { pass, level }, holder, now, data.factCount),
		}));
	const messages = await tellPeople(engine, trx, fresh);
	const isGap = holders.length === 0 && run.state !== 'acknowledged';
	const gap = { key: `passedOn:${data.factCount}`, at: now };
	const alarms = isGap ? [nobodyFound({ policy, story, people }, { pass, level }, gap)] : [];
	const members = await findMembers(trx, distinct(pluck(left, 'memberId')));
	const key = `standDown:passedOn:${data.factCount}`;
	const events: TimelineEvent[] = [
		...(await soundAlarms(trx, alarms, now)),
		...messages,
		...[...members.values()].map((member) =>
			standDownOf(story, member, { reason, policyName: policy.name, now, key }),
		),
	];
	await appendEvents(engine, trx, events);
}
