import { PostgresAdapter, sql, type RawBuilder } from 'kysely';
import type { Queryable } from './trx';

/** The function of this name that the embedded store is given when it is opened: SQLite's own know ASCII only. */
export const FOLD_FUNCTION = 'icrm_fold';

/** Upper case, since it brings all forms of a letter together: both small sigmas, `ß` and `SS`. */
export const foldCase = (text: string): string => text.toUpperCase();

/** Whether only ASCII letters of a text have two cases: then the databases' own `lower`, which is quicker, is enough. */
const hasAsciiCaseOnly = (text: string): boolean => {
	const rest = text.replace(/[a-z]/gi, '');
	return rest.toLowerCase() === rest && rest.toUpperCase() === rest;
};

/** What cannot be in a stored text: PostgreSQL would refuse the whole query. */
const UNSTORABLE = /[\0\p{Cs}]/gu;

/**
 * Whether a text stands anywhere in one of these columns, in any case: the one text search there is. It means the same on
 * both databases, and `%`, `_` and `\` are characters like any other. PostgreSQL folds by ICU, which every build of its
 * packages has.
 *
 * @param columns names of columns, with their table where there are several: `record.name`
 * @example query.where(contains(db, 'ärger', ['id', 'name'])) // finds Ärger
 */
export function contains(db: Queryable, text: string, columns: readonly string[]): RawBuilder<boolean> {
	const wanted = text.trim().replace(UNSTORABLE, '');
	const isPostgres = db.getExecutor().adapter instanceof PostgresAdapter;
	const holds = isPostgres ? postgresHolds(wanted) : sqliteHolds(wanted);
	return sql<boolean>`(${sql.join(
		columns.map((column) => holds(sql.ref(column))),
		sql` or `,
	)})`;
}

type Holds = (column: RawBuilder<unknown>) => RawBuilder<boolean>;

function sqliteHolds(wanted: string): Holds {
	if (hasAsciiCaseOnly(wanted)) return (column) => sql`instr(lower(${column}), ${wanted.toLowerCase()}) > 0`;
	return (column) => sql`instr(${sql.raw(FOLD_FUNCTION)}(${column}), ${foldCase(wanted)}) > 0`;
}

function postgresHolds(wanted: string): Holds {
	if (hasAsciiCaseOnly(wanted))
		return (column) => sql`strpos(lower(${column} collate "C"), ${wanted.toLowerCase()}) > 0`;
	const upper = (value: RawBuilder<unknown>) => sql`upper(${value} collate "und-x-icu")`;
	return (column) => sql`strpos(${upper(column)}, ${upper(sql`${wanted}::text`)}) > 0`;
}
