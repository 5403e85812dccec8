import { findMembers } from '../directory';
import type { Engine } from '../engine';
import type { RunFields } from '../event';
import type { Queryable } from '../store';
import { unknownRun } from './acknowledge-runs';
import { toldOf } from './notification-repository';
import { tellRuns } from './run-events';
import { findRun, queryRuns, type RunQuery } from './run-repository';
import type { Run } from './types';
import { pluck } from '../pluck';

/** A run as a workflow gets it: what it is about, where it stands, who was notified when and why. */
export type RunView = Readonly<Record<string, unknown>> & Pick<RunFields, 'runId' | 'broken'>;

/**
 * One escalation run with its request, its clock and everybody who was notified; instants are ISO strings.
 *
 * @throws IcrmError `notFound`
 */
export const getRun = (engine: Engine, id: string): Promise<RunView> =>
	engine.store.read(async (db) => {
		const run = await findRun(db, id);
		if (!run) throw unknownRun(id);
		return (await viewRuns(db, [run]))[0] as RunView;
	});

/**
 * Escalation runs, the latest first, of one request or in certain states.
 *
 * @example await listRuns(engine, { requestId, limit: 1 })
 */
export const listRuns = (engine: Engine, wanted: RunQuery): Promise<RunView[]> =>
	engine.store.read(async (db) => await viewRuns(db, await queryRuns(db, wanted)));

async function viewRuns(db: Queryable, runs: readonly Run[]): Promise<RunView[]> {
	const stories = await tellRuns(db, runs);
	const told = await toldOf(db, pluck(runs, 'id'));
	const people = await findMembers(
		db,
		[...told.values()].flat().map((notification) => notification.memberId),
	);
	const iso = (ms: number | undefined) => (ms === undefined ? null : new Date(ms).toISOString());
	return runs.map((run) => ({
		...stories.get(run.id)?.data,
		broken: stories.get(run.id)?.data.broken ?? [],
		runId: run.id,
		state: run.state,
		pass: run.pass,
		level: run.level,
		nextAt: iso(run.nextAt),
		startedAt: iso(run.startedAt),
		endedAt: iso(run.endedAt),
		acknowledgedBy: run.acknowledgedBy ?? null,
		note: run.note ?? null,
		notifications: (told.get(run.id) ?? []).map(
			({ id, memberId, pass, level, channel, createdAt, summaryId }) => ({
				notificationId: id,
				memberId,
				memberName: people.get(memberId)?.name ?? memberId,
				memberEmail: people.get(memberId)?.email ?? null,
				pass,
				level,
				channel,
				at: iso(createdAt),
				inSummary: summaryId !== undefined,
			}),
		),
	}));
}
