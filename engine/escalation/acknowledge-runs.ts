import { findMembers } from '../directory';
import type { Engine } from '../engine';
import { IcrmError } from '../errors';
import { done, failed, inBulk, type Outcome } from '../outcome';
import type { Trx } from '../store';
import { endRuns, type Ended } from './end-runs';
import { runEvent } from './run-events';
import { lockRuns } from './run-repository';
import type { Run } from './types';
import { pluck } from '../pluck';

export interface AcknowledgeInput {
	readonly runId: string;
	/** Who takes ownership: a member's id, or a name where it is nobody of the directory. */
	readonly by: string;
}

export interface Acknowledged {
	readonly runId: string;
	readonly requestId: string;
	readonly state: Run['state'];
	readonly acknowledgedBy: string | null;
	/** False when the run had ended before: nothing was changed then. */
	readonly changed: boolean;
}

/** Somebody takes ownership: the run ends, no one else is notified. A second time changes nothing. */
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
	const ids = pluck(inputs, 'runId');
	const runs = new Map((await lockRuns(trx, ids, 'wait')).map((run) => [run.id, run]));
	const people = await findMembers(trx, pluck(inputs, 'by'));
	const ended: Ended[] = [];
	const outcomes = inputs.map(({ runId, by }): Outcome<Acknowledged> => {
		const run = runs.get(runId);
		if (!run) return failed(unknownRun(runId));
		if (run.state === 'acknowledged' || run.state === 'stopped') return done(shown(run, false));
		const after: Run = { ...run, state: 'acknowledged', acknowledgedBy: by };
		const person = people.get(by);
		const acknowledged = {
			acknowledgedBy: by,
			acknowledgedByName: person?.name ?? by,
			acknowledgedByEmail: person?.email ?? null,
		};
		ended.push({
			run: after,
			tell: (story, told) =>
				runEvent(story, 'escalation.acknowledged', 'acknowledged', engine.now(), { ...acknowledged, told }),
		});
		return done(shown(after, true));
	});
	await endRuns(engine, trx, ended);
	return outcomes;
}

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
