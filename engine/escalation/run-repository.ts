import { insertMany, locked, type NewRow, type Queryable, type Row, type Trx } from '../store';
import type { Run, RunState } from './types';

/** Some of these runs, locked until the transaction ends. `skip` leaves out those that another transaction holds. */
export async function lockRuns(trx: Trx, ids: readonly string[], mode: 'wait' | 'skip'): Promise<Run[]> {
	if (ids.length === 0) return [];
	const rows = await locked(
		trx,
		trx.selectFrom('escalation_run').selectAll().where('id', 'in', ids).orderBy('id'),
		mode,
	).execute();
	return rows.map(toRun);
}

/** Runs on these requests that can still be acknowledged or stopped, locked. */
export async function lockOpenRuns(trx: Trx, requestIds: readonly string[]): Promise<Run[]> {
	if (requestIds.length === 0) return [];
	const open = trx
		.selectFrom('escalation_run')
		.selectAll()
		.where('request_id', 'in', requestIds)
		.where('state', 'in', ['active', 'exhausted'])
		.orderBy('id');
	return (await locked(trx, open, 'wait').execute()).map(toRun);
}

export async function findRun(db: Queryable, id: string): Promise<Run | undefined> {
	const row = await db.selectFrom('escalation_run').selectAll().where('id', '=', id).executeTakeFirst();
	return row && toRun(row);
}

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
	return (await query.orderBy('started_at', 'desc').orderBy('id').limit(wanted.limit).execute()).map(toRun);
}

export const insertRuns = (trx: Trx, runs: readonly Run[]) =>
	insertMany(trx, 'escalation_run', runs.map(fromRun));

export const updateRuns = (trx: Trx, runs: readonly Run[]) =>
	insertMany(trx, 'escalation_run', runs.map(fromRun), { on: 'update', key: ['id'] });

const toRun = (row: Row<'escalation_run'>): Run => ({
	id: row.id,
	policyId: row.policy_id,
	policyVersion: row.policy_version,
	requestId: row.request_id,
	clockId: row.clock_id ?? undefined,
	cycle: row.cycle,
	state: row.state as RunState,
	pass: row.pass,
	level: row.level,
	nextAt: row.next_at ?? undefined,
	startedAt: row.started_at,
	endedAt: row.ended_at ?? undefined,
	acknowledgedBy: row.acknowledged_by ?? undefined,
	revision: row.revision,
});

const fromRun = (run: Run): NewRow<'escalation_run'> => ({
	id: run.id,
	policy_id: run.policyId,
	policy_version: run.policyVersion,
	request_id: run.requestId,
	clock_id: run.clockId ?? null,
	cycle: run.cycle,
	state: run.state,
	pass: run.pass,
	level: run.level,
	next_at: run.nextAt ?? null,
	started_at: run.startedAt,
	ended_at: run.endedAt ?? null,
	acknowledged_by: run.acknowledgedBy ?? null,
	revision: run.revision,
});
