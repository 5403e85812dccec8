import { findMembers } from '../directory';
import type { Engine } from '../engine';
import { IcrmError } from '../errors';
import { done, failed, inBulk, type Outcome } from '../outcome';
import { distinct } from '../records';
import type { Trx } from '../store';
import { endRuns, type Ended } from './end-runs';
import { runEvent } from './run-events';
import { lockOpenRuns, lockRuns } from './run-repository';
import { timedRuns, type TimedRun } from './run-timing';
import { dueAfter } from './steps';
import type { Delay, Run } from './types';
import { pluck } from '../pluck';

export interface AcknowledgeInput {
	readonly runId: string;
	/** Who takes ownership: a member's id, or a name where it is nobody of the directory. */
	readonly by: string;
	/** A word about it, for everybody who is notified of the request. */
	readonly note?: string;
}

export interface Acknowledged {
	readonly runId: string;
	readonly requestId: string;
	readonly state: Run['state'];
	readonly acknowledgedBy: string | null;
	/** False when the run had ended before: nothing was changed then. */
	readonly changed: boolean;
}

/**
 * Somebody takes ownership: all runs of the request rest, and no one else is notified. A second time changes nothing. After a
 * while it expires: if something is still broken then, the first level and whoever took it on are notified.
 */
export const acknowledgeRuns = (
	engine: Engine,
	inputs: readonly AcknowledgeInput[],
): Promise<Outcome<Acknowledged>[]> =>
	inBulk(
		engine,
		inputs,
		(input) => input.runId,
		(trx, round) => acknowledge(engine, trx, round),
	);

async function acknowledge(
	engine: Engine,
	trx: Trx,
	inputs: readonly AcknowledgeInput[],
): Promise<Outcome<Acknowledged>[]> {
	const named = await lockRuns(trx, pluck(inputs, 'runId'), 'wait');
	// Whoever takes a request on takes on everything that is broken about it.
	const open = await lockOpenRuns(trx, distinct(pluck(named, 'requestId')));
	const timed = new Map((await timedRuns(trx, open)).map((one) => [one.run.id, one]));
	const runs = new Map([...named, ...open].map((run) => [run.id, run]));
	const people = await findMembers(trx, pluck(inputs, 'by'));
	const ended: Ended[] = [];
	const taken = new Set<string>();
	const outcomes = inputs.map(({ runId, by, note }): Outcome<Acknowledged> => {
		const run = runs.get(runId);
		if (!run) return failed(unknownRun(runId));
		const atWork = open.filter(({ id, requestId }) => requestId === run.requestId && !taken.has(id));
		if (atWork.length === 0) return done(shown(run, false));
		const person = people.get(by);
		const acknowledged = {
			acknowledgedBy: by,
			acknowledgedByName: person?.name ?? by,
			acknowledgedByEmail: person?.email ?? null,
			note: note ?? null,
		};
		for (const one of atWork) {
			taken.add(one.id);
			const after: Run = {
				...one,
				state: 'acknowledged',
				acknowledgedBy: by,
				...(note === undefined ? {} : { note, notedBy: by }),
				nextAt: expiryOf(timed.get(one.id), engine.now()),
			};
			runs.set(one.id, after);
			ended.push({
				run: after,
				standDown: 'escalation.acknowledged',
				tell: (story, told) =>
					runEvent(story, 'escalation.acknowledged', `acknowledged:${one.pass}`, engine.now(), {
						...acknowledged,
						told,
					}),
			});
		}
		return done(shown(runs.get(runId) ?? run, true));
	});
	await endRuns(engine, trx, ended);
	return outcomes;
}

/** A working day, unless the policy says otherwise. */
const A_DAY: Delay = { delayMs: 0, delayDays: 1, countedIn: 'working' };

const expiryOf = (timed: TimedRun | undefined, now: number): number | undefined =>
	timed && dueAfter(timed.policy.acknowledgedFor ?? A_DAY, now, timed.calendar);

const shown = (run: Run, changed: boolean): Acknowledged => ({
	runId: run.id,
	requestId: run.requestId,
	state: run.state,
	acknowledgedBy: run.acknowledgedBy ?? null,
	changed,
});

export const unknownRun = (id: string) =>
	new IcrmError('notFound', `There is no escalation run '${id}'`, {
		field: 'runId',
		value: id,
		hint: "Take 'runId' from the ICRM Escalation Trigger, or list the runs with 'Run: Get Many'.",
	});
