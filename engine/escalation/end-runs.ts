import { findMembers, type Member } from '../directory';
import type { Engine } from '../engine';
import type { EventType, TimelineEvent, ToldField } from '../event';
import { distinct } from '../records';
import type { Trx } from '../store';
import { appendEvents, cancelTimers, eventsThatLeft, withdrawDeliveries } from '../timeline';
import { toldOf } from './notification-repository';
import { policyRepository } from './policy-repository';
import { runEvent, tellRuns, type RunStory } from './run-events';
import { updateRuns } from './run-repository';
import type { Run } from './types';
import { pluck } from '../pluck';

/** A run that is over, and the event that says so to those who were notified of it. */
export interface Ended {
	/** In the state it ends in. */
	readonly run: Run;
	readonly tell: (story: RunStory, told: ToldField['told']) => TimelineEvent;
	/** What took the reason away, where those who were notified have nothing to do any more. */
	readonly standDown?: EventType;
}

/** Ends runs, in the transaction of what ended them: their timers go, and mails that have not left yet are withdrawn. */
export async function endRuns(engine: Engine, trx: Trx, ended: readonly Ended[]): Promise<void> {
	if (ended.length === 0) return;
	const now = engine.now();
	const runs = ended.map(({ run }): Run => ({
		...run,
		nextAt: undefined,
		endedAt: now,
		revision: run.revision + 1,
	}));
	const ids = pluck(runs, 'id');
	await updateRuns(trx, runs);
	await cancelTimers(trx, ids);
	const told = await toldOf(trx, ids);
	const sent = [...told.values()].flat();
	const left = await eventsThatLeft(trx, pluck(sent, 'id'));
	const notifications = sent.filter(({ id }) => left.has(id));
	// A mail that has not left yet would only puzzle whoever gets it.
	await withdrawDeliveries(trx, pluck(sent, 'id'), now);
	const stories = await tellRuns(trx, runs);
	const people = await findMembers(trx, pluck(notifications, 'memberId'));
	const policies = await policyRepository.find(trx, pluck(runs, 'policyId'));
	const informed = (runId: string): Member[] =>
		distinct(notifications.flatMap((one) => (one.runId === runId ? [one.memberId] : []))).flatMap(
			(memberId) => people.get(memberId) ?? [],
		);
	const events = ended.flatMap(({ run, tell, standDown }) => {
		const story = stories.get(run.id);
		if (!story) return [];
		const members = informed(run.id);
		const asTold = members.map(({ id, name, email }) => ({ memberId: id, name, email: email ?? null }));
		const policyName = policies.get(run.policyId)?.name ?? run.policyId;
		return [
			tell(story, asTold),
			...(standDown === undefined
				? []
				: members.map(({ id, name, email, locale }) =>
						runEvent(story, 'escalation.standDown', `standDown:${id}`, now, {
							reason: standDown,
							policyName,
							memberId: id,
							memberName: name,
							memberEmail: email ?? null,
							memberLocale: locale,
						}),
					)),
		];
	});
	await appendEvents(engine, trx, events);
}
