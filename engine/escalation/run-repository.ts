import { locked, nounsOf, type Queryable, type Trx } from '../store';
import type { Run, RunState } from './types';

const runs = nounsOf<'escalation_run', Run>('escalation_run');

/** Some of these runs, locked until the transaction ends. `skip` leaves out those that another transaction holds. */
export const lockRuns = runs.lock;

/** Runs on these requests that can still be acknowledged or stopped, locked. */
export async function lockOpenRuns(trx: Trx, requestIds: readonly string[]): Promise<Run[]> {
	if (requestIds.length === 0) return [];
	const open = trx
		.selectFrom('escalation_run')
		.selectAll()
		.where('request_id', 'in', requestIds)
		.where('state', 'in', ['active', 'waiting', 'exhausted'])
		.orderBy('id');
	return await runs.read(locked(trx, open, 'wait'));
}

export const findRun = runs.one;

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
