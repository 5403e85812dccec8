import { sql, type SelectQueryBuilder } from 'kysely';
import { contains, type Queryable, type Schema, type TableName } from '../store';
import type { Listing } from './types';

/** What a list shows of what a query finds: those that hold the text in one of these columns, sorted by name. */
export function pageOf<T extends TableName, O>(
	db: Queryable,
	query: SelectQueryBuilder<Schema, T, O>,
	{ text, limit, offset = 0 }: Listing,
	columns: readonly string[],
): SelectQueryBuilder<Schema, T, O> {
	const found = text ? query.where(contains(db, text, columns)) : query;
	return found.orderBy(sql.ref('name')).orderBy(sql.ref('id')).limit(limit).offset(offset);
}
