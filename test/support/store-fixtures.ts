import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { sql } from 'kysely';
import { Client } from 'pg';
import { migrations } from '../../engine/store/migrations';
import type { Queryable, StoreConfig, TableName } from '../../engine/store';
import { emptyStore } from './empty-store';
import type { Harness } from './harness';
import { referencesText, tablesOf, tableText } from './schema-text';
import type { Links } from './store-life';

/*
 * Stores as earlier versions left them, one of each schema that landed: `003.sqlite.gz`, `003.postgres.sql`, and in
 * `003.json` what people had in their hands then.
 */

export const MAKE_FIXTURE = 'npx tsx test/support/make-store-fixture.ts';

type Kind = StoreConfig['kind'];
const FILES = { sqlite: 'sqlite.gz', postgres: 'postgres.sql' } as const;
const fileOf = (schema: number, end: string) =>
	join(__dirname, '../fixtures/stores', `${String(schema).padStart(3, '0')}.${end}`);

export interface FixtureNotes {
	/** When the stores were left, epoch ms. */
	readonly now: number;
	readonly links: Readonly<Record<Kind, Links>>;
}

export const NEWEST_SCHEMA = migrations.length;
export const hasFixture = (schema: number): boolean => existsSync(fileOf(schema, 'json'));
export const fixtures = (): number[] =>
	readdirSync(join(__dirname, '../fixtures/stores'))
		.filter((name) => name.endsWith('.json'))
		.map((name) => Number.parseInt(name, 10))
		.sort((a, b) => a - b);

export const notesOf = (schema: number): FixtureNotes =>
	JSON.parse(readFileSync(fileOf(schema, 'json'), 'utf8')) as FixtureNotes;

/** Puts the store that a version of that schema left in place of the harness's. Nothing has opened it yet. */
export async function restore(harness: Harness, schema: number): Promise<StoreConfig> {
	const config = await emptyStore(harness);
	const stored = readFileSync(fileOf(schema, FILES[config.kind]));
	if (config.kind === 'sqlite') {
		writeFileSync(config.file, gunzipSync(stored));
		return config;
	}
	const { host, port, user, password, database } = config;
	const client = new Client({ host, port, user, password, database });
	await client.connect();
	await client.query(stored.toString('utf8')).finally(() => client.end());
	return config;
}

export function writeFixture(notes: FixtureNotes, sqlite: Buffer, postgres: string): void {
	writeFileSync(fileOf(NEWEST_SCHEMA, FILES.sqlite), gzipSync(sqlite, { level: 9 }));
	writeFileSync(fileOf(NEWEST_SCHEMA, FILES.postgres), postgres);
	writeFileSync(fileOf(NEWEST_SCHEMA, 'json'), `${JSON.stringify(notes, null, '\t')}\n`);
}

/** A whole store as SQL that an empty PostgreSQL database takes. Not `pg_dump`, whose version would have to match. */
export async function dumpPostgres(db: Queryable, config: StoreConfig): Promise<string> {
	const tables = await tablesOf(db, config);
	const rows = await Promise.all(tables.map(({ name }) => insertText(db, name)));
	return [
		...tables.map(tableText),
		...rows.filter(Boolean),
		// Last, so that rows may come in any order.
		...tables.flatMap((table) => referencesText(table).join('\n') || []),
	].join('\n\n');
}

async function insertText(db: Queryable, table: string): Promise<string> {
	const rows = await rowsOf(db, table);
	const columns = Object.keys(rows[0] ?? {});
	const values = rows.map((row) => `\t(${columns.map((column) => literal(row[column])).join(', ')})`);
	return rows.length === 0
		? ''
		: `insert into ${table} (${columns.join(', ')}) values\n${values.join(',\n')};`;
}

function literal(value: unknown): string {
	if (value === null) return 'null';
	if (typeof value === 'number') return String(value);
	if (typeof value === 'string') return `'${value.replaceAll("'", "''")}'`;
	throw new Error(`${String(value)} is neither a text nor a number`);
}

type AnyRow = Readonly<Record<string, unknown>>;

const rowsOf = async (db: Queryable, table: string): Promise<AnyRow[]> =>
	(await sql<AnyRow>`select * from ${sql.table(table)} order by 1, 2`.execute(db)).rows;

/** Everything that is stored, by table. */
export async function contentsOf(db: Queryable): Promise<Record<string, AnyRow[]>> {
	const names = (await db.introspection.getTables()).map(({ name }) => name).sort();
	return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await rowsOf(db, name)])));
}

/** Every state that a row can be in. What is added here must be added to the life in store-life.ts. */
const STATES: Readonly<Partial<Record<TableName, readonly [column: string, values: readonly string[]]>>> = {
	request: ['status', ['open', 'paused', 'resolved', 'cancelled']],
	fact: [
		'kind',
		[
			...[
				'opened',
				'corrected',
				'responded',
				'updated',
				'paused',
				'resumed',
				'priorityChanged',
				'assigned',
				'unassigned',
				'handedOff',
			],
			...['resolved', 'reopened', 'cancelled', 'waived'],
		],
	],
	clock: ['state', ['running', 'paused', 'breached', 'met', 'missed', 'waived', 'cancelled', 'idle']],
	escalation_run: ['state', ['active', 'exhausted', 'acknowledged', 'stopped']],
	survey: ['anonymity', ['anonymous', 'identified']],
	invitation: ['state', ['planned', 'sent', 'reminded', 'answered', 'expired']],
	timer: ['kind', ['clock', 'escalation', 'survey']],
	delivery: ['state', ['open', 'done', 'dead']],
};

/** What a life has left out: empty tables, and states that no row is in. */
export function gapsIn(contents: Readonly<Record<string, readonly AnyRow[]>>): string[] {
	const empty = Object.entries(contents).flatMap(([table, rows]) => (rows.length === 0 ? [table] : []));
	const unseen = Object.entries(STATES).flatMap(([table, [column, values]]) => {
		const seen = new Set((contents[table] ?? []).map((row) => row[column]));
		return values.filter((value) => !seen.has(value)).map((value) => `${table}.${column} = ${value}`);
	});
	return [...empty, ...unseen];
}
