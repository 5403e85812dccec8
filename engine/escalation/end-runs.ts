import { findMembers } from '../directory';
import type { Engine } from '../engine';
import type { TimelineEvent, ToldField } from '../event';
import { distinct } from '../records';
import type { Trx } from '../store';
import { appendEvents, cancelTimers, withdrawDeliveries } from '../timeline';
import { toldOf } from './notification-repository';
import { tellRuns, type RunStory } from './run-events';
import { updateRuns } from './run-repository';
import type { Run } from './types';
import { pluck } from '../pluck';

/** A run that is over, and the event that says so to those who were told of it. */
export interface Ended {
	/** In the state it ends in. */
	readonly run: Run;
	readonly tell: (story: RunStory, told: ToldField['told']) => TimelineEvent;
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
	const notifications = [...told.values()].flat();
	// A mail that has not left yet would only puzzle whoever gets it.
	await withdrawDeliveries(trx, pluck(notifications, 'id'), now);
	const stories = await tellRuns(trx, runs);
	const people = await findMembers(trx, pluck(notifications, 'memberId'));
	const informed = (runId: string) =>
		distinct((told.get(runId) ?? []).map(({ memberId }) => memberId)).map((memberId) => ({
			memberId,
			name: people.get(memberId)?.name ?? memberId,
			email: people.get(memberId)?.email ?? null,
		}));
	const events = ended.flatMap(({ run, tell }) => {
		const story = stories.get(run.id);
		return story ? [tell(story, informed(run.id))] : [];
	});
	await appendEvents(engine, trx, events);
}
