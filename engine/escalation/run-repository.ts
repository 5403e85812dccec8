import { locked, nounsOf, type Queryable, type Trx } from '../store';
import type { Run, RunState } from './types';

const runs = nounsOf<'escalation_run', Run>('escalation_run');

/** Some of these runs, locked until the transaction ends. `skip` leaves out those that another transaction holds. */
export const lockRuns = runs.lock;

/** In these states a run can still be acknowledged or stopped. */
export const OPEN: readonly RunState[] = ['active', 'waiting', 'exhausted', 'nobody'];

/** Runs on these requests, locked: those that can still be acknowledged or stopped, or that are in one of these states. */
export async function lockOpenRuns(
	trx: Trx,
	requestIds: readonly string[],
	states: readonly RunState[] = OPEN,
): Promise<Run[]> {
	if (requestIds.length === 0) return [];
	const open = trx
		.selectFrom('escalation_run')
		.selectAll()
		.where('request_id', 'in', requestIds)
		.where('state', 'in', states)
		.orderBy('id');
	return await runs.read(locked(trx, open, 'wait'));
}

/** Runs on these requests whose next level is planned. */
export const runsOf = async (db: Queryable, requestIds: readonly string[]): Promise<Run[]> =>
	(await runs.among(db, 'request_id', requestIds)).filter(({ nextAt }) => nextAt !== undefined);

/** Runs whose next level is due by an instant, locked: those that wait for a workflow are among them. */
export async function lockDueRuns(trx: Trx, until: number): Promise<Run[]> {
	const due = trx.selectFrom('escalation_run').selectAll();
	const active = due
		.where('state', 'in', ['active', 'acknowledged', 'waiting', 'exhausted', 'nobody'])
		.where('next_at', '<=', until)
		.orderBy('id');
	return await runs.read(locked(trx, active, 'wait'));
}

export const findRun = runs.one;
export const findRuns = runs.find;

export interface RunQuery {
	readonly requestId?: string;
	readonly states?: readonly RunState[];
	readonly limit: number;
}

/** The newest first. */
export async function queryRuns(db: Queryable, wanted: RunQuery): Promise<Run[]> {
	let query = db.selectFrom('escalation_run').selectAll();
	if (wanted.requestId) query = query.where('request_id', '=', wanted.requestId);
	if (wanted.states?.length) query = query.where('state', 'in', wanted.states);
	return await runs.read(query.orderBy('started_at', 'desc').orderBy('id').limit(wanted.limit));
}

export const insertRuns = runs.insert;
export const updateRuns = runs.save;
