import { sql } from 'kysely';
import type { Queryable, StoreConfig } from '../../engine/store';

export interface Column {
	readonly name: string;
	readonly type: string;
	readonly nullable: boolean;
	readonly default: string | null;
}

/** A table as the database's own catalogue has it. */
export interface Table {
	readonly name: string;
	/** In the order they were made in. */
	readonly columns: readonly Column[];
	/** `primary key (id)`, `unique (external_ref)`, in the order of the alphabet. */
	readonly keys: readonly string[];
	/** `foreign key (member_id) references member(id)`. */
	readonly references: readonly string[];
	/** Whole `create index` statements. */
	readonly indexes: readonly string[];
}

/** Everything that the migrations have made, by name. */
export const tablesOf = async (db: Queryable, { kind }: StoreConfig): Promise<Table[]> =>
	await Promise.all(
		(await db.introspection.getTables())
			.map(({ name }) => name)
			.sort()
			.map((name) => (kind === 'sqlite' ? sqliteTable(db, name) : postgresTable(db, name))),
	);

/** A table as SQL: what makes it, then what makes its indexes. What it refers to is a statement of its own. */
export function tableText({ name, columns, keys, indexes }: Table): string {
	const lines = columns.map((column) =>
		[
			column.name,
			column.type,
			...(column.nullable ? [] : ['not null']),
			...(column.default === null ? [] : [`default ${column.default}`]),
		].join(' '),
	);
	return [
		`create table ${name} (\n${[...lines, ...keys].map((line) => `\t${line}`).join(',\n')}\n);`,
		...indexes.map((index) => `${index};`),
	].join('\n');
}

export const referencesText = ({ name, references }: Table): string[] =>
	references.map((reference) => `alter table ${name} add ${reference};`);

/** The schema in a form that differs only when the schema does. */
export const schemaText = (tables: readonly Table[]): string =>
	[...tables.map(tableText), ...tables.flatMap((table) => referencesText(table).join('\n') || [])].join(
		'\n\n',
	) + '\n';

async function sqliteTable(db: Queryable, table: string): Promise<Table> {
	const name = sql.lit(table);
	const columns = await rows<{
		name: string;
		type: string;
		notnull: number;
		dflt_value: string | null;
		pk: number;
	}>(db, sql`select * from pragma_table_info(${name}) order by cid`);
	const indexes = await rows<{ name: string; origin: string }>(
		db,
		sql`select name, origin from pragma_index_list(${name}) order by name`,
	);
	const made = await rows<{ sql: string }>(
		db,
		sql`select sql from sqlite_schema where type = 'index' and tbl_name = ${name} and sql is not null order by name`,
	);
	const references = await rows<{ id: number; table: string; from: string; to: string; on_delete: string }>(
		db,
		sql`select id, "table", "from", "to", on_delete from pragma_foreign_key_list(${name}) order by "from"`,
	);
	const unique = await Promise.all(
		indexes
			.filter(({ origin }) => origin === 'u')
			.map(async (index) => {
				const parts = await rows<{ name: string }>(
					db,
					sql`select name from pragma_index_info(${sql.lit(index.name)}) order by seqno`,
				);
				return `unique (${parts.map((part) => part.name).join(', ')})`;
			}),
	);
	const key = columns.filter(({ pk }) => pk > 0).sort((a, b) => a.pk - b.pk);
	return {
		name: table,
		columns: columns.map((column) => ({
			name: column.name,
			type: column.type.toLowerCase(),
			nullable: column.notnull === 0,
			default: column.dflt_value,
		})),
		keys: [`primary key (${key.map((column) => column.name).join(', ')})`, ...unique.sort()],
		references: references.map(
			({ from, table: to, to: column, on_delete }) =>
				`foreign key (${from}) references ${to}(${column})${on_delete === 'NO ACTION' ? '' : ` on delete ${on_delete.toLowerCase()}`}`,
		),
		indexes: made.map((index) => index.sql.replace(/\s+/g, ' ')),
	};
}

async function postgresTable(db: Queryable, table: string): Promise<Table> {
	const regclass = sql`${sql.lit(table)}::regclass`;
	const columns = await rows<Column>(
		db,
		sql`select attname as name, format_type(atttypid, atttypmod) as type, not attnotnull as nullable,
			pg_get_expr(adbin, adrelid) as default
			from pg_attribute left join pg_attrdef on adrelid = attrelid and adnum = attnum
			where attrelid = ${regclass} and attnum > 0 and not attisdropped order by attnum`,
	);
	const constraints = await rows<{ type: string; text: string }>(
		db,
		sql`select contype as type, format('constraint %I %s', conname, pg_get_constraintdef(oid)) as text
			from pg_constraint where conrelid = ${regclass} and contype in ('p', 'u', 'f', 'c') order by conname`,
	);
	const indexes = await rows<{ text: string }>(
		db,
		sql`select pg_get_indexdef(indexrelid) as text from pg_index
			where indrelid = ${regclass} and not exists (select 1 from pg_constraint where conindid = indexrelid)
			order by indexrelid::regclass::text`,
	);
	return {
		name: table,
		columns,
		keys: constraints.filter(({ type }) => type !== 'f').map(({ text }) => text),
		references: constraints.filter(({ type }) => type === 'f').map(({ text }) => text),
		indexes: indexes.map(({ text }) => text.replace(' ON public.', ' ON ')),
	};
}

const rows = async <T>(db: Queryable, query: ReturnType<typeof sql>): Promise<T[]> =>
	(await query.execute(db)).rows as T[];
