import { PostgresAdapter, sql, type RawBuilder } from 'kysely';
import type { Trx } from '.';
import type { NewRow, TableName } from './schema';

/** One statement carries this many rows: enough to be fast, small enough not to hold the event loop. */
const ROWS_PER_STATEMENT = 2_000;

/**
 * Inserts many rows with one statement each 2,000, by handing the rows over as one JSON parameter: about as
 * fast as prepared single inserts on SQLite, and a hundred times fewer round trips on PostgreSQL.
 *
 * @param conflict what to do with a row whose `key` exists: `fail` (default), `ignore` it, or `update` it
 */
export async function insertMany<T extends TableName>(
	trx: Trx,
	table: T,
	rows: readonly NewRow<T>[],
	conflict:
		| { readonly on: 'fail' }
		| { readonly on: 'ignore' | 'update'; readonly key: readonly (keyof NewRow<T> & string)[] } = {
		on: 'fail',
	},
): Promise<void> {
	const first = rows[0];
	if (!first) return;
	const columns = Object.keys(first);
	const postgres = trx.getExecutor().adapter instanceof PostgresAdapter;
	for (let from = 0; from < rows.length; from += ROWS_PER_STATEMENT) {
		const json = JSON.stringify(rows.slice(from, from + ROWS_PER_STATEMENT));
		const list = sql.join(columns.map((column) => sql.ref(column)));
		const source = postgres
			? sql`select ${list} from json_populate_recordset(null::${sql.table(table)}, ${json}::json)`
			: sql`select ${sql.join(columns.map(extract))} from json_each(${json}) where true`;
		await sql`insert into ${sql.table(table)} (${list}) ${source}${onConflict(conflict, columns)}`.execute(
			trx,
		);
	}
}

const extract = (column: string): RawBuilder<unknown> => sql`value ->> ${sql.lit(`$.${column}`)}`;

function onConflict(
	conflict: { on: string; key?: readonly string[] },
	columns: readonly string[],
): RawBuilder<unknown> {
	if (conflict.on === 'fail' || !conflict.key) return sql``;
	const key = sql.join(conflict.key.map((column) => sql.ref(column)));
	if (conflict.on === 'ignore') return sql` on conflict (${key}) do nothing`;
	const rest = columns.filter((column) => !conflict.key?.includes(column));
	const set = sql.join(rest.map((column) => sql`${sql.ref(column)} = excluded.${sql.ref(column)}`));
	return sql` on conflict (${key}) do update set ${set}`;
}
