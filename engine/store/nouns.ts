import { sql } from 'kysely';
import { insertMany } from './bulk';
import { mapPaced } from '../pace';
import { inChunks } from './chunks';
import { locked } from './lock';
import { TABLES, type NewRow, type Row, type Schema, type TableName, type Tables } from './schema';
import type { Queryable, Trx } from './trx';

type Camel<S extends string> = S extends `${infer Head}_${infer Rest}`
	? `${Head}${Capitalize<Camel<Rest>>}`
	: S;

/** What a field of a noun may be, by the kind of its column. */
interface Said {
	text: string;
	'text?': string | undefined;
	number: number;
	'number?': number | undefined;
	flag: boolean;
	json: object;
}

/** The kinds of the fields that a table has room for. */
type Fields<T extends TableName> = { [C in keyof Tables[T] & string as Camel<C>]: Tables[T][C] };

/** What the noun has to be: every field has a column of its kind, and may be left out where that may be null. */
type Held<T extends TableName, N> = {
	readonly [F in keyof N]: F extends keyof Fields<T> ? OfKind<Fields<T>[F], N[F]> : never;
};
type OfKind<K, V> = K extends keyof Said
	? undefined extends Said[K]
		? undefined extends V
			? Said[K]
			: never
		: Said[K]
	: never;

/** What a noun has to have, at least, for its row to be written: a field for each column, but for those that only the database keeps. */
export type Written<T extends TableName, Kept extends string> = Needed<Fields<T>, Camel<Kept>>;
type Needed<F, Kept> = {
	readonly [K in keyof F as K extends Kept ? never : undefined extends OfAny<F[K]> ? never : K]: OfAny<F[K]>;
} & { readonly [K in keyof F as undefined extends OfAny<F[K]> ? K : never]?: OfAny<F[K]> };
type OfAny<K> = K extends keyof Said ? Said[K] : never;

/** The table, where every column of it has a field: whoever adds a column is told of the noun that lacks it. */
type Complete<T extends TableName, N, Stamp extends string> = [
	Exclude<keyof Fields<T>, keyof N | Camel<Stamp>>,
] extends [never]
	? T
	: never;

/** The rows of a table as the nouns of the engine. */
export interface Nouns<T extends TableName, N, Stamp extends ColumnOf<T> = never> {
	/** Columns become fields in camel case, flags booleans, JSON what it says; a column that is null is undefined. */
	toNoun(row: Row<T>): N;
	/** Runs a query for whole rows. */
	read(query: { execute(): Promise<Row<T>[]> }): Promise<N[]>;
	/** Those with one of these values in a column, a few hundred at a time; sorted within each of those. */
	among(db: Queryable, column: ColumnOf<T>, values: Ids, order?: ColumnOf<T>[]): Promise<N[]>;
	/** Those of these ids, by id. */
	find(db: Queryable, ids: Ids): Promise<Map<string, N>>;
	/** Those of one of these ids, locked until the transaction ends. `skip` leaves out those that another one holds. */
	lock(trx: Trx, ids: readonly string[], mode: 'wait' | 'skip'): Promise<N[]>;
	/** The one of this id, or undefined. */
	one(db: Queryable, id: string): Promise<N | undefined>;
	/** Writes new ones. @throws where an id exists */
	insert(trx: Trx, nouns: readonly N[], ...stamps: Stamps<T, Stamp>): Promise<void>;
	/** Writes new ones, and over those that exist, all of each: what is left out becomes null. */
	save(trx: Trx, nouns: readonly N[], ...stamps: Stamps<T, Stamp>): Promise<void>;
}

/** What is written beside the noun, and not read back: `{ updated_at: 1780000000000 }`. */
type Stamps<T extends TableName, Stamp extends ColumnOf<T>> = [Stamp] extends [never]
	? []
	: [stamps: Readonly<Pick<Schema[T], Stamp>>];

/** An id that is left out is not looked for. */
type Ids = Iterable<string | undefined>;
type ColumnOf<T extends TableName> = keyof Schema[T] & string;

/**
 * Reads and writes a table as nouns. The compiler compares the noun to the columns.
 *
 * @param stamps columns that only the database keeps: when something was written
 * @example
 * const clocks = nounsOf<'clock', ClockRecord>('clock');
 * await clocks.among(db, 'request_id', ['r1'], ['id']); // [{ id: 'c1', requestId: 'r1', fired: ['warning80'], … }]
 */
export function nounsOf<T extends TableName, N extends Held<T, N>, Stamp extends ColumnOf<T> = never>(
	table: Complete<T, N, Stamp>,
	...stamps: Stamp[]
): Nouns<T, N, Stamp> {
	const columns = columnsOf(table, stamps);
	const toNoun = (row: Row<T>): N => nounFrom(columns, row) as N;
	const toRows = (nouns: readonly N[], stamp?: object) =>
		mapPaced(nouns, (noun) => rowOf<T>(columns, noun, stamp));
	const toNouns = (rows: readonly Row<T>[]) => mapPaced(rows, toNoun);
	const whole = (db: Queryable, column: string, values: readonly string[]) =>
		db.selectFrom<TableName>(table).selectAll().where(sql.ref(column), 'in', values);
	const among: Nouns<T, N>['among'] = async (db, column, values, order = []) => {
		const rows = await inChunks(values, (chunk) => {
			const sorted = order.reduce((query, name) => query.orderBy(sql.ref(name)), whole(db, column, chunk));
			return sorted.execute();
		});
		return await toNouns(rows as Row<T>[]);
	};
	return {
		toNoun,
		read: async (query) => await toNouns(await query.execute()),
		among,
		async lock(trx, ids, mode) {
			const rows = await inChunks([...ids].sort(), (chunk) =>
				locked(trx, whole(trx, 'id', chunk).orderBy(sql.ref('id')), mode).execute(),
			);
			return await toNouns(rows as Row<T>[]);
		},
		find: async (db, ids) =>
			new Map((await among(db, 'id' as ColumnOf<T>, ids)).map((noun) => [String((noun as Values).id), noun])),
		one: async (db, id) => (await among(db, 'id' as ColumnOf<T>, [id]))[0],
		insert: async (trx, nouns, stamp?: object) => await insertMany<T>(trx, table, await toRows(nouns, stamp)),
		save: async (trx, nouns, stamp?: object) =>
			await insertMany<T>(trx, table, await toRows(nouns, stamp), { on: 'update', key: ['id'] }),
	};
}

type Column = readonly [column: string, field: string, kind: string];

/** The columns of a table with the fields that they become, but for those that only the database keeps. */
export const columnsOf = (table: TableName, kept: readonly string[]): Column[] =>
	Object.entries<string>(TABLES[table])
		.filter(([column]) => !kept.includes(column))
		.map(([column, kind]) => [column, camel(column), kind]);

/** The fields of a row. */
export function nounFrom(columns: readonly Column[], row: object): Record<string, unknown> {
	const noun: Values = {};
	for (const [column, field, kind] of columns) {
		const value = (row as Values)[column];
		noun[field] = value === null ? undefined : read(kind, value);
	}
	return noun;
}

/** The row of a noun, with what is written beside it. */
export function rowOf<T extends TableName>(
	columns: readonly Column[],
	noun: object,
	stamp?: object,
): NewRow<T> {
	const row: Values = { ...stamp };
	for (const [column, field, kind] of columns) row[column] = written(kind, (noun as Values)[field]);
	return row as NewRow<T>;
}

type Values = Record<string, unknown>;

const camel = (column: string): string =>
	column.replace(/_(.)/g, (_underscore, letter: string) => letter.toUpperCase());

const read = (kind: string, value: unknown): unknown =>
	kind === 'json' ? JSON.parse(String(value)) : kind === 'flag' ? value === 1 : value;

const written = (kind: string, value: unknown): unknown =>
	kind === 'json' ? JSON.stringify(value) : kind === 'flag' ? Number(value) : (value ?? null);
