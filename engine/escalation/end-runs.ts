import { findMembers } from '../directory';
import type { Engine } from '../engine';
import { IcrmError } from '../errors';
import { done, failed, inBulk, type Outcome } from '../outcome';
import type { Trx } from '../store';
import {
	appendEvents,
	cancelTimers,
	withdrawDeliveries,
	type Reaction,
	type TimelineEvent,
} from '../timeline';
import { lockOpenRuns, lockRuns, saveRuns } from './repository';
import { runEvent, tellRuns, toldOf } from './run-events';
import type { Notification, Run } from './types';

/** What takes the reason for an escalation away: of one clock, or of the whole request. */
const ENDS_CLOCK = ['clock.met', 'clock.missed'];
const ENDS_REQUEST = ['request.resolved', 'request.cancelled'];

/** The work is done, or withdrawn: its runs stop, in the same transaction, and nobody further is told. */
export const stopRuns: Reaction = async (engine, trx, events) => {
	const ending = events.filter((event) =>
		[...ENDS_CLOCK, ...ENDS_REQUEST, 'request.waived'].includes(event.type),
	);
	const runs = await lockOpenRuns(trx, [...new Set(ending.flatMap((event) => event.requestId ?? []))]);
	const stopped = runs.flatMap((run): Ended[] => {
		const reason = ending.find((event) => ends(event, run));
		return reason ? [{ run: { ...run, state: 'stopped' }, extra: { reason: reason.type } }] : [];
	});
	await end(engine, trx, stopped, 'escalation.stopped');
};

function ends(event: TimelineEvent, run: Run): boolean {
	if (event.requestId !== run.requestId) return false;
	if (ENDS_REQUEST.includes(event.type)) return true;
	if (event.type !== 'request.waived') return event.subject === run.clockId;
	const fact = event.data.fact as { readonly metric?: string } | undefined;
	return fact?.metric !== undefined && (run.clockId ?? '').endsWith(`:${fact.metric}`);
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
				ended.push({
					run: after,
					extra: {
						acknowledgedBy: input.by,
						acknowledgedByName: person?.name ?? input.by,
						acknowledgedByEmail: person?.email ?? null,
					},
				});
				return done(shown(after, true));
			});
			await end(engine, trx, ended, 'escalation.acknowledged');
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
	readonly extra: Readonly<Record<string, unknown>>;
}

async function end(
	engine: Engine,
	trx: Trx,
	ended: readonly Ended[],
	type: 'escalation.acknowledged' | 'escalation.stopped',
): Promise<void> {
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
	const events = ended.flatMap(({ run, extra }) => {
		const story = stories.get(run.id);
		const informed = unique(told.get(run.id) ?? []).map((id) => ({
			memberId: id,
			name: people.get(id)?.name ?? id,
			email: people.get(id)?.email ?? null,
		}));
		return story
			? [runEvent(story, type, type.split('.')[1] ?? type, now, { ...extra, told: informed })]
			: [];
	});
	await appendEvents(engine, trx, events);
}

const unique = (notifications: readonly Notification[]) => [
	...new Set(notifications.map((notification) => notification.memberId)),
];
