import { inChunks, insertMany, type NewRow, type Queryable, type Row, type Trx } from '../store';
import type { ClockRecord, ClockState, Metric } from './types';

export async function clocksOf(db: Queryable, requestIds: readonly string[]): Promise<ClockRecord[]> {
	const rows = await inChunks(requestIds, (chunk) =>
		db.selectFrom('clock').selectAll().where('request_id', 'in', chunk).orderBy('id').execute(),
	);
	return rows.map(toClock);
}

export async function findClocks(db: Queryable, ids: readonly string[]): Promise<ClockRecord[]> {
	const rows = await inChunks(ids, (chunk) =>
		db.selectFrom('clock').selectAll().where('id', 'in', chunk).execute(),
	);
	return rows.map(toClock);
}

/** The requests that these clocks belong to. */
export async function requestIdsOfClocks(
	db: Queryable,
	clockIds: readonly string[],
): Promise<Map<string, string>> {
	const rows = await inChunks(clockIds, (chunk) =>
		db.selectFrom('clock').select(['id', 'request_id']).where('id', 'in', chunk).execute(),
	);
	return new Map(rows.map((row) => [row.id, row.request_id]));
}

export const saveClocks = (trx: Trx, clocks: readonly ClockRecord[]) =>
	insertMany(trx, 'clock', clocks.map(fromClock), { on: 'update', key: ['id'] });

/** Requests with an open clock that was computed with what is no longer current. */
export async function outdatedRequests(db: Queryable, tzVersion: string, limit: number): Promise<string[]> {
	const rows = await db
		.selectFrom('clock')
		.innerJoin('agreement', 'agreement.id', 'clock.agreement_id')
		.innerJoin('calendar', 'calendar.id', 'clock.calendar_id')
		.select('clock.request_id')
		.distinct()
		.where('clock.state', 'in', ['running', 'paused', 'breached', 'idle'])
		.where((eb) =>
			eb.or([
				eb('clock.tz_version', '!=', tzVersion),
				eb('clock.agreement_version', '<', eb.ref('agreement.version')),
				eb('clock.calendar_revision', '<', eb.ref('calendar.revision')),
			]),
		)
		.limit(limit)
		.execute();
	return rows.map((row) => row.request_id);
}

const toClock = (row: Row<'clock'>): ClockRecord => ({
	id: row.id,
	requestId: row.request_id,
	agreementId: row.agreement_id,
	agreementVersion: row.agreement_version,
	calendarId: row.calendar_id,
	calendarRevision: row.calendar_revision,
	tzVersion: row.tz_version,
	metric: row.metric as Metric,
	cycle: row.cycle,
	state: row.state as ClockState,
	targetMs: row.target_ms ?? undefined,
	elapsedMs: row.elapsed_ms,
	dueAt: row.due_at ?? undefined,
	nextAt: row.next_at ?? undefined,
	fired: JSON.parse(row.fired) as string[],
	breachedAt: row.breached_at ?? undefined,
});

const fromClock = (clock: ClockRecord): NewRow<'clock'> => ({
	id: clock.id,
	request_id: clock.requestId,
	agreement_id: clock.agreementId,
	agreement_version: clock.agreementVersion,
	calendar_id: clock.calendarId,
	calendar_revision: clock.calendarRevision,
	tz_version: clock.tzVersion,
	metric: clock.metric,
	cycle: clock.cycle,
	state: clock.state,
	target_ms: clock.targetMs ?? null,
	elapsed_ms: clock.elapsedMs,
	due_at: clock.dueAt ?? null,
	next_at: clock.nextAt ?? null,
	fired: JSON.stringify(clock.fired),
	breached_at: clock.breachedAt ?? null,
});
