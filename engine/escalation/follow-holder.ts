import { findMembers } from '../directory';
import type { Engine, Reaction } from '../engine';
import type { EventType, TimelineEvent } from '../event';
import { distinct } from '../records';
import type { Trx } from '../store';
import { appendEvents } from '../timeline';
import { callOffAll, standDownOf } from './end-runs';
import { insertNotifications, toldOf } from './notification-repository';
import { notificationOf, notifyEvent } from './notify';
import { namedBy, peopleAround } from './people-around';
import { policyRepository } from './policy-repository';
import { tellRuns, type RunStory } from './run-events';
import { lockOpenRuns } from './run-repository';
import { lookupAt } from './steps';
import type { Notification, Policy, Run, Told } from './types';
import { lineOf, whoToTell } from './who-to-tell';
import { pluck } from '../pluck';

/** What gives a request to somebody else. */
const PASSED_ON = [
	'request.handedOff',
	'request.assigned',
	'request.unassigned',
] as const satisfies readonly EventType[];

/**
 * A request that somebody was notified of has a new holder: they are notified at once, and the escalation goes on from the
 * level it is at, up the new holder's line. Whoever has no part in it any more is called off.
 */
export const followHolder: Reaction = async (engine, trx, events) => {
	const passedOn = new Map(
		events.flatMap(({ type, subject }) => (PASSED_ON.some((one) => one === type) ? [[subject, type]] : [])),
	);
	const runs = await lockOpenRuns(trx, [...passedOn.keys()]);
	const told = await toldOf(trx, pluck(runs, 'id'));
	const stories = await tellRuns(trx, runs);
	const policies = await policyRepository.at(
		trx,
		runs.map(({ policyId, policyVersion }) => ({ id: policyId, number: policyVersion })),
	);
	for (const run of runs) {
		const story = stories.get(run.id);
		const policy = policies.get(`${run.policyId}@${run.policyVersion}`);
		const notified = (told.get(run.id) ?? []).filter(({ calledOffAt }) => calledOffAt === undefined);
		const reason = passedOn.get(run.requestId);
		if (story && policy && reason && notified.length > 0)
			await follow(engine, trx, { run, story, policy, notified, reason });
	}
};

interface PassedOn {
	readonly run: Run;
	readonly story: RunStory;
	readonly policy: Policy;
	/** Not called off yet. */
	readonly notified: readonly Notification[];
	readonly reason: EventType;
}

async function follow(engine: Engine, trx: Trx, { run, story, policy, notified, reason }: PassedOn) {
	const now = engine.now();
	const people = await peopleAround(trx, namedBy(policy, story.request), now, now);
	const reached = Math.max(...notified.map(({ pass, level }) => (pass === run.pass ? level : 1)));
	const lookups = policy.levels.slice(0, reached).map((level, index) => ({
		level,
		at: lookupAt({ policy, people, request: story.request }, index + 1, now),
	}));
	const [first] = lookups;
	if (!first) return;
	const holders = whoToTell([{ kind: 'assignee' }], first.at);
	// Whoever these levels would notify by now still has a part in it, and so has the whole line above.
	const concerned = new Set(
		pluck(
			[
				...holders,
				...lineOf(first.at, people.members.size),
				...lookups.flatMap(({ level, at }) => whoToTell(level.targets, at)),
			],
			'memberId',
		),
	);
	const over = notified.filter(({ memberId }) => !concerned.has(memberId));
	const left = await callOffAll(trx, over, now);
	const isNotified = ({ memberId }: Told) => notified.some((one) => one.memberId === memberId);
	const fresh = holders
		.filter((holder) => !isNotified(holder))
		.map((told) => ({
			...notificationOf(run, { pass: run.pass, level: reached }, told, now),
			// They may have been notified at this level before, when it was theirs the first time.
			id: `${run.id}:${run.pass}.${reached}:${story.data.factCount}:${told.memberId}`,
		}));
	await insertNotifications(trx, fresh);
	const members = await findMembers(trx, distinct(pluck(left, 'memberId')));
	const events: TimelineEvent[] = [
		...fresh.map((notification) => notifyEvent(notification, { policy, story, people }, now)),
		...[...members.values()].map((member) =>
			standDownOf(story, member, {
				reason,
				policyName: policy.name,
				now,
				key: `standDown:${story.data.factCount}`,
			}),
		),
	];
	await appendEvents(engine, trx, events);
}
