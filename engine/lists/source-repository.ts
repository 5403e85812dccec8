import { inChunks, insertMany, type Queryable, type Trx } from '../store';
import { pluck } from '../pluck';

/** Whose list each of these members is on; who was made by hand is on none. */
export async function sourcesOf(db: Queryable, memberIds: readonly string[]): Promise<Map<string, string>> {
	const rows = await inChunks(memberIds, (chunk) =>
		db.selectFrom('member_source').selectAll().where('member_id', 'in', chunk).execute(),
	);
	return new Map(rows.map((row) => [row.member_id, row.source]));
}

/** The active members on a list. */
export async function activeOnList(db: Queryable, source: string): Promise<string[]> {
	const rows = await db
		.selectFrom('member_source')
		.innerJoin('member', 'member.id', 'member_source.member_id')
		.select('member.id')
		.where('member_source.source', '=', source)
		.where('member.active', '=', 1)
		.orderBy('member.id')
		.execute();
	return pluck(rows, 'id');
}

export async function putOnList(trx: Trx, memberIds: readonly string[], source: string): Promise<void> {
	const rows = memberIds.map((id) => ({ member_id: id, source }));
	await insertMany(trx, 'member_source', rows, { on: 'update', key: ['member_id'] });
}
