import { CompiledQuery, PostgresAdapter, sql, type RawBuilder } from 'kysely';
import type { Trx } from './trx';
import type { NewRow, TableName } from './schema';

/** One statement carries this many rows: enough to be fast, small enough not to hold the event loop. */
const ROWS_PER_STATEMENT = 2_000;
/** Few texts, so that each is prepared once; a hundred rows stay far below SQLite's 32,766 parameters. */
const SQLITE_SIZES = [100, 10, 1];

/**
 * Inserts many rows with few statements. PostgreSQL gets 2,000 at a time as one JSON parameter: there the round trips
 * cost. SQLite has none, and takes JSON apart more slowly than it inserts, so it gets plain values.
 *
 * @param conflict what to do with a row whose `key` exists: `fail` (default), `ignore` it, or `update` it, all but the
 *   columns to `keep`
 */
export async function insertMany<T extends TableName>(
	trx: Trx,
	table: T,
	rows: readonly NewRow<T>[],
	conflict:
		| { readonly on: 'fail' }
		| { readonly on: 'ignore'; readonly key: readonly string[] }
		| {
				readonly on: 'update';
				readonly key: readonly string[];
				readonly keep?: readonly string[];
		  } = { on: 'fail' },
): Promise<void> {
	const first = rows[0];
	if (!first) return;
	const columns = Object.keys(first);
	const list = sql.join(columns.map((column) => sql.ref(column)));
	const into = sql`insert into ${sql.table(table)} (${list})`;
	const tail = onConflict(conflict, columns);
	if (!(trx.getExecutor().adapter instanceof PostgresAdapter)) {
		await insertValues(trx, into, columns, rows as readonly Values[], tail);
		return;
	}
	for (let from = 0; from < rows.length; from += ROWS_PER_STATEMENT) {
		const json = JSON.stringify(rows.slice(from, from + ROWS_PER_STATEMENT));
		const source = sql`select ${list} from json_populate_recordset(null::${sql.table(table)}, ${json}::json)`;
		await sql`${into} ${source}${tail}`.execute(trx);
	}
}

type Values = Readonly<Record<string, unknown>>;

async function insertValues(
	trx: Trx,
	into: RawBuilder<unknown>,
	columns: readonly string[],
	rows: readonly Values[],
	tail: RawBuilder<unknown>,
): Promise<void> {
	const row = `(${columns.map(() => '?').join(', ')})`;
	let from = 0;
	for (const size of SQLITE_SIZES) {
		if (rows.length - from < size) continue;
		const values = sql.raw(new Array(size).fill(row).join(', '));
		const { sql: text } = sql`${into} values ${values}${tail}`.compile(trx);
		for (; from + size <= rows.length; from += size) {
			const parameters = rows
				.slice(from, from + size)
				.flatMap((values) => columns.map((column) => values[column] ?? null));
			await trx.executeQuery(CompiledQuery.raw(text, parameters));
		}
	}
}

function onConflict(
	conflict: { on: string; key?: readonly string[]; keep?: readonly string[] },
	columns: readonly string[],
): RawBuilder<unknown> {
	if (conflict.on === 'fail' || !conflict.key) return sql``;
	const key = sql.join(conflict.key.map((column) => sql.ref(column)));
	if (conflict.on === 'ignore') return sql` on conflict (${key}) do nothing`;
	const kept = [...conflict.key, ...(conflict.keep ?? [])];
	const rest = columns.filter((column) => !kept.includes(column));
	const set = sql.join(rest.map((column) => sql`${sql.ref(column)} = excluded.${sql.ref(column)}`));
	return sql` on conflict (${key}) do update set ${set}`;
}
