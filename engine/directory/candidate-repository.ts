import { inChunks, type Queryable } from '../store';
import type { NamedTable } from './nouns';
import { pluck } from '../pluck';

/** The first records by id, for telling people what there is. */
export const candidatesOf = (
	db: Queryable,
	table: NamedTable,
	limit: number,
): Promise<{ id: string; name: string }[]> =>
	db.selectFrom(table).select(['id', 'name']).orderBy('id').limit(limit).execute();

/** Which of these ids exist. */
export async function existingIds(
	db: Queryable,
	table: NamedTable,
	ids: readonly string[],
): Promise<Set<string>> {
	const rows = await inChunks(ids, (chunk) =>
		db.selectFrom(table).select('id').where('id', 'in', chunk).execute(),
	);
	return new Set(pluck(rows, 'id'));
}
