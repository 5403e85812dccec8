import { inChunks, insertMany, type Queryable, type Row, type Trx } from '../store';
import type { Absence } from './types';

/** Everything one list says about absences. */
export async function absencesFrom(db: Queryable, source: string): Promise<Map<string, Absence>> {
	const rows = await db.selectFrom('absence').selectAll().where('source', '=', source).execute();
	return new Map(rows.map(toAbsence).map((absence) => [absence.id, absence]));
}

/**
 * When these members are away between two instants, both included: the absence that lasts longest comes last.
 *
 * @param from,until epoch ms; the same instant twice is who is away at that instant
 */
export async function absencesBetween(
	db: Queryable,
	memberIds: readonly string[],
	from: number,
	until: number,
): Promise<Absence[]> {
	const rows = await inChunks(memberIds, (chunk) =>
		db
			.selectFrom('absence')
			.selectAll()
			.where('member_id', 'in', chunk)
			.where('away_from', '<=', until)
			.where('away_until', '>', from)
			.orderBy('away_until')
			.orderBy('id')
			.execute(),
	);
	return rows.map(toAbsence);
}

export interface AbsenceListing {
	readonly memberId?: string;
	/** Only those not over at this instant, epoch ms. */
	readonly notOverAt?: number;
	readonly limit: number;
}

export async function queryAbsences(db: Queryable, wanted: AbsenceListing): Promise<Absence[]> {
	let query = db.selectFrom('absence').selectAll();
	if (wanted.memberId !== undefined) query = query.where('member_id', '=', wanted.memberId);
	if (wanted.notOverAt !== undefined) query = query.where('away_until', '>', wanted.notOverAt);
	const rows = await query.orderBy('away_from').orderBy('id').limit(wanted.limit).execute();
	return rows.map(toAbsence);
}

export async function writeAbsences(trx: Trx, absences: readonly Absence[]): Promise<void> {
	const rows = absences.map(({ id, memberId, from, until, delegateId, source }) => ({
		id,
		member_id: memberId,
		away_from: from,
		away_until: until,
		delegate_id: delegateId ?? null,
		source,
	}));
	await insertMany(trx, 'absence', rows, { on: 'update', key: ['id'] });
}

export async function removeAbsences(trx: Trx, ids: readonly string[]): Promise<void> {
	await inChunks(ids, async (chunk) => {
		await trx.deleteFrom('absence').where('id', 'in', chunk).execute();
	});
}

const toAbsence = (row: Row<'absence'>): Absence => ({
	id: row.id,
	memberId: row.member_id,
	from: row.away_from,
	until: row.away_until,
	...(row.delegate_id === null ? {} : { delegateId: row.delegate_id }),
	source: row.source,
});
