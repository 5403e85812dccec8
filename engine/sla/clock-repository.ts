import { inChunks, nounsOf, type Queryable } from '../store';
import type { ClockRecord } from './types';
import { pluck } from '../pluck';

const clocks = nounsOf<'clock', ClockRecord>('clock');

export const clocksOf = (db: Queryable, requestIds: readonly string[]): Promise<ClockRecord[]> =>
	clocks.among(db, 'request_id', requestIds, ['id']);

/** The clocks with these ids as they were last written, in no particular order; unknown ids are left out. */
export const findClocks = (db: Queryable, ids: readonly (string | undefined)[]): Promise<ClockRecord[]> =>
	clocks.among(db, 'id', ids);

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

export const saveClocks = clocks.save;

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
	return pluck(rows, 'request_id');
}
