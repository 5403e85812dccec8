import { findMembers, type Member } from '../directory';
import type { Engine } from '../engine';
import type { EventType, TimelineEvent, ToldField } from '../event';
import { distinct } from '../records';
import type { Trx } from '../store';
import { appendEvents, cancelTimers, eventsThatLeft, withdrawDeliveries } from '../timeline';
import { addresseeOf } from './addressee';
import { isSettled, toldOf, updateNotifications } from './notification-repository';
import { policyRepository } from './policy-repository';
import { runEvent, tellRuns, type RunStory } from './run-events';
import { updateRuns } from './run-repository';
import { setRunTimers } from './set-run-timers';
import type { Notification, Run } from './types';
import { pluck } from '../pluck';

/** A run that is over, and the event that says so to those who were notified of it. */
export interface Ended {
	/** In the state it ends in; with `nextAt` where it may go on then. */
	readonly run: Run;
	readonly tell: (story: RunStory, told: ToldField['told']) => TimelineEvent;
	/** What took the reason away, where those who were notified have nothing to do any more. */
	readonly standDown?: EventType;
}

/** Ends runs, in the transaction of what ended them: their timers go, and mails that have not left yet are withdrawn. */
export async function endRuns(engine: Engine, trx: Trx, ended: readonly Ended[]): Promise<void> {
	if (ended.length === 0) return;
	const now = engine.now();
	const runs = ended.map(({ run }): Run => ({ ...run, endedAt: now, revision: run.revision + 1 }));
	await updateRuns(trx, runs);
	await cancelTimers(trx, pluck(runs, 'id'));
	await setRunTimers(trx, runs);
	const left = await callOff(trx, runs, now);
	const stories = await tellRuns(trx, runs);
	const people = await findMembers(trx, [...pluck(left, 'memberId'), ...pluck(runs, 'acknowledgedBy')]);
	const policies = await policyRepository.find(trx, pluck(runs, 'policyId'));
	const informed = ({ id, state, acknowledgedBy }: Run): Member[] =>
		distinct(left.flatMap(({ runId, memberId }) => (runId === id ? [memberId] : [])))
			.filter((memberId) => state !== 'acknowledged' || memberId !== acknowledgedBy)
			.flatMap((memberId) => people.get(memberId) ?? []);
	const takerOf = ({ state, acknowledgedBy }: Run): string | undefined =>
		state !== 'acknowledged' || acknowledgedBy === undefined
			? undefined
			: (people.get(acknowledgedBy)?.name ?? acknowledgedBy);
	const events = ended.flatMap(({ run, tell, standDown }) => {
		const story = stories.get(run.id);
		if (!story) return [];
		const members = informed(run);
		const asTold = members.map(({ id, name, email }) => ({ memberId: id, name, email: email ?? null }));
		const policyName = policies.get(run.policyId)?.name ?? run.policyId;
		return [
			tell(story, asTold),
			...(standDown === undefined
				? []
				: members.map((member) =>
						standDownOf(story, member, {
							reason: standDown,
							takenByName: takerOf(run),
							policyName,
							now,
							key: `standDown:ended:${run.revision}`,
						}),
					)),
		];
	});
	await appendEvents(engine, trx, events);
}

/** Calls off whoever was notified of these runs, and was not called off before; gives back those whose message left. */
async function callOff(trx: Trx, runs: readonly Run[], now: number): Promise<Notification[]> {
	const told = await toldOf(trx, pluck(runs, 'id'));
	return await callOffAll(
		trx,
		[...told.values()].flat().filter(({ calledOffAt }) => calledOffAt === undefined),
		now,
	);
}

/**
 * Calls people off. A message that has not left yet is withdrawn: it would only puzzle whoever gets it.
 *
 * @returns the notifications whose message left
 */
export async function callOffAll(
	trx: Trx,
	notifications: readonly Notification[],
	now: number,
): Promise<Notification[]> {
	const ids = pluck(notifications, 'id');
	const left = await eventsThatLeft(trx, ids);
	await withdrawDeliveries(trx, ids, now);
	await updateNotifications(
		trx,
		notifications.map((one) => ({
			...one,
			calledOffAt: now,
			// What never left told nobody.
			...(left.has(one.id) || one.heldAt !== undefined ? {} : { heldAt: now }),
		})),
	);
	const settled: string[] = [];
	for (const summaryId of distinct(pluck(notifications, 'summaryId')))
		if (await isSettled(trx, summaryId)) settled.push(summaryId);
	await withdrawDeliveries(trx, settled, now);
	return notifications.filter(({ id }) => left.has(id));
}

/** The word to somebody who was notified that there is nothing to do for them any more. */
export const standDownOf = (
	story: RunStory,
	member: Member,
	{ reason, policyName, now, key, takenByName }: StandDown,
): TimelineEvent =>
	runEvent(story, 'escalation.standDown', `${key}:${member.id}`, now, {
		reason,
		policyName,
		note: story.run.note ?? null,
		takenByName: takenByName ?? null,
		...addresseeOf(member),
	});

interface StandDown {
	/** Who sees to it, where that is the reason. */
	readonly takenByName?: string | undefined;
	readonly reason: EventType;
	readonly policyName: string;
	readonly now: number;
	/** Makes the event's id unique within the run: there may be more than one to the same person. */
	readonly key: string;
}
