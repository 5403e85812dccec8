import { findMembers } from '../directory';
import type { Engine } from '../engine';
import { IcrmError } from '../errors';
import { done, failed, inBulk, type Outcome } from '../outcome';
import { findClocks, type Metric } from '../sla';
import type { Trx } from '../store';
import type { Reaction } from '../engine';
import type { TimelineEvent, ToldField } from '../event';
import { appendEvents, cancelTimers, withdrawDeliveries } from '../timeline';
import { lockOpenRuns, lockRuns, saveRuns } from './repository';
import { runEvent, tellRuns, toldOf, type RunStory } from './run-events';
import type { Notification, Run } from './types';

/** What takes the reason for an escalation away: of one clock, or of the whole request. */
type Ending = TimelineEvent<
	'clock.met' | 'clock.missed' | 'request.resolved' | 'request.cancelled' | 'request.waived'
>;

function isEnding(event: TimelineEvent): event is Ending {
	switch (event.type) {
		case 'clock.met':
		case 'clock.missed':
		case 'request.resolved':
		case 'request.cancelled':
		case 'request.waived':
			return true;
		default:
			return false;
	}
}

/** The work is done, or withdrawn: its runs stop, in the same transaction, and no one else is notified. */
export const stopRuns: Reaction = async (engine, trx, events) => {
	const endings = events.filter(isEnding);
	const runs = await lockOpenRuns(trx, [...new Set(endings.map(({ data }) => data.requestId))]);
	const metricOf = await metricsOf(trx, runs);
	const stopped = runs.flatMap((run): Ended[] => {
		const reason = endings.find((event) => ends(event, run, metricOf))?.type;
		if (reason === undefined) return [];
		return [
			{
				run: { ...run, state: 'stopped' },
				tell: (story, told) =>
					runEvent(story, 'escalation.stopped', 'stopped', engine.now(), { reason, told }),
			},
		];
	});
	await end(engine, trx, stopped);
};

async function metricsOf(trx: Trx, runs: readonly Run[]): Promise<(run: Run) => Metric | undefined> {
	const clocks = await findClocks(
		trx,
		runs.flatMap(({ clockId }) => clockId ?? []),
	);
	const metrics = new Map(clocks.map(({ id, metric }) => [id, metric]));
	return ({ clockId }) => metrics.get(clockId ?? '');
}

function ends(event: Ending, run: Run, metricOf: (run: Run) => Metric | undefined): boolean {
	if (event.data.requestId !== run.requestId) return false;
	switch (event.type) {
		case 'request.resolved':
		case 'request.cancelled':
			return true;
		case 'clock.met':
		case 'clock.missed':
			return event.subject === run.clockId;
		case 'request.waived':
			return metricOf(run) === event.data.fact.metric;
	}
}

export interface AcknowledgeInput {
	readonly runId: string;
	/** Who takes it on: a member's id, or a name where it is nobody of the directory. */
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

/** Somebody takes it on: the run ends, nobody further is told. A second time changes nothing. */
export async function acknowledgeRuns(
	engine: Engine,
	inputs: readonly AcknowledgeInput[],
): Promise<Outcome<Acknowledged>[]> {
	return await inBulk(
		engine,
		inputs,
		(input) => input.runId,
		async (trx, round) => {
			const runs = new Map(
				(
					await lockRuns(
						trx,
						round.map((input) => input.runId),
						'wait',
					)
				).map((run) => [run.id, run]),
			);
			const people = await findMembers(
				trx,
				round.map((input) => input.by),
			);
			const ended: Ended[] = [];
			const outcomes = round.map((input): Outcome<Acknowledged> => {
				const run = runs.get(input.runId);
				if (!run) return failed(unknownRun(input.runId));
				if (run.state !== 'active' && run.state !== 'exhausted') return done(shown(run, false));
				const after: Run = { ...run, state: 'acknowledged', acknowledgedBy: input.by };
				const person = people.get(input.by);
				const acknowledged = {
					acknowledgedBy: input.by,
					acknowledgedByName: person?.name ?? input.by,
					acknowledgedByEmail: person?.email ?? null,
				};
				ended.push({
					run: after,
					tell: (story, told) =>
						runEvent(story, 'escalation.acknowledged', 'acknowledged', engine.now(), {
							...acknowledged,
							told,
						}),
				});
				return done(shown(after, true));
			});
			await end(engine, trx, ended);
			return outcomes;
		},
	);
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

interface Ended {
	readonly run: Run;
	/** The event that says so, to those who were told of the run. */
	readonly tell: (story: RunStory, told: ToldField['told']) => TimelineEvent;
}

async function end(engine: Engine, trx: Trx, ended: readonly Ended[]): Promise<void> {
	if (ended.length === 0) return;
	const now = engine.now();
	const runs = ended.map(({ run }): Run => ({
		...run,
		nextAt: undefined,
		endedAt: now,
		revision: run.revision + 1,
	}));
	const ids = runs.map((run) => run.id);
	await saveRuns(trx, runs, 'update');
	await cancelTimers(trx, ids);
	const told = await toldOf(trx, ids);
	// A mail that has not left yet would only puzzle whoever gets it.
	await withdrawDeliveries(
		trx,
		[...told.values()].flat().map((notification) => notification.id),
		now,
	);
	const stories = await tellRuns(trx, runs);
	const people = await findMembers(
		trx,
		[...told.values()].flat().map((notification) => notification.memberId),
	);
	const events = ended.flatMap(({ run, tell }) => {
		const story = stories.get(run.id);
		const informed = unique(told.get(run.id) ?? []).map((id) => ({
			memberId: id,
			name: people.get(id)?.name ?? id,
			email: people.get(id)?.email ?? null,
		}));
		return story ? [tell(story, informed)] : [];
	});
	await appendEvents(engine, trx, events);
}

const unique = (notifications: readonly Notification[]) => [
	...new Set(notifications.map((notification) => notification.memberId)),
];
