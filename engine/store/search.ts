import { PostgresAdapter, sql, type RawBuilder } from 'kysely';
import type { Queryable } from './trx';

/** The function of this name that the embedded store is given when it is opened (`sqlite-thread`): SQLite's own know ASCII only. */
const FOLD_FUNCTION = 'icrm_fold';

/** Upper case, since it brings all forms of a letter together: both small sigmas, `ß` and `SS`, both i without a dot. */
const foldCase = (text: string): string => text.toUpperCase();

/** What cannot be in a stored text: PostgreSQL would refuse the whole query. */
const UNSTORABLE = /[\0\p{Cs}]/gu;

/**
 * Whether a text stands anywhere in one of these columns, in any case: the one text search there is. It means the same on
 * both databases, and `%`, `_` and `\` are characters like any other. PostgreSQL folds both by ICU, which every build of
 * its packages has: an older one knows fewer letters, and yet the same of both.
 *
 * @param columns names of columns, with their table where there are several: `record.name`
 * @example query.where(contains(db, 'ärger', ['id', 'name'])) // finds Ärger
 */
export function contains(db: Queryable, text: string, columns: readonly string[]): RawBuilder<boolean> {
	const wanted = text.trim().replace(UNSTORABLE, '');
	const isPostgres = db.getExecutor().adapter instanceof PostgresAdapter;
	const holds = (isPostgres ? postgresHolds : sqliteHolds)(wanted);
	return sql<boolean>`(${sql.join(
		columns.map((column) => holds(sql.ref(column))),
		sql` or `,
	)})`;
}

type Holds = (wanted: string) => (column: RawBuilder<unknown>) => RawBuilder<boolean>;

// Most texts are ASCII only, as long in bytes as in characters: for those the databases' own `upper` is right and quicker.

const sqliteHolds: Holds = (wanted) => (column) =>
	sql`instr(case when octet_length(${column}) = length(${column}) then upper(${column})
		else ${sql.raw(FOLD_FUNCTION)}(${column}) end, ${foldCase(wanted)}) > 0`;

const postgresHolds: Holds = (wanted) => (column) =>
	sql`strpos(case when octet_length(${column}) = length(${column}) then upper(${column} collate "C") collate "C"
		else upper(${column} collate "und-x-icu") collate "C" end,
		upper(${wanted}::text collate "und-x-icu") collate "C") > 0`;
