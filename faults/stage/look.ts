import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import type { PostgresConfig, StoreConfig } from '../../engine';

/** A value as both databases give it: what is a number in the schema is one here. */
export type Value = string | number | null;
export type Row = Readonly<Record<string, Value>>;

/** Looks into a store past the engine: what it says of itself is not what is to be believed. */
export async function look(config: StoreConfig, query: string): Promise<Row[]> {
	if (config.kind === 'sqlite')
		return await inSqlite(config.file, (database) => database.prepare(query).all().map(plain));
	return await inPostgres(config, async (client) =>
		(await client.query<Record<string, unknown>>(query)).rows.map(plain),
	);
}

/** Runs a statement that changes something. */
export async function change(config: StoreConfig, statement: string): Promise<void> {
	if (config.kind === 'sqlite') await inSqlite(config.file, (database) => database.exec(statement));
	else await inPostgres(config, (client) => client.query(statement));
}

const BUSY_MS = 5_000;

async function inSqlite<T>(file: string, work: (database: DatabaseSync) => T): Promise<T> {
	const database = new DatabaseSync(file, { timeout: BUSY_MS });
	try {
		return work(database);
	} finally {
		database.close();
	}
}

async function inPostgres<T>(config: PostgresConfig, work: (client: Client) => Promise<T>): Promise<T> {
	const name = JSON.stringify(config);
	for (let tries = 1; ; tries++) {
		try {
			const client = kept.get(name) ?? (await connected(config));
			kept.set(name, client);
			return await work(client);
		} catch (error) {
			await endLooking(config);
			// The server is stopped hard in some runs, and back a moment later.
			if (tries >= MOST_TRIES) throw error;
			await sleep(RETRY_MS);
		}
	}
}

const MOST_TRIES = 40;
const RETRY_MS = 250;

/** One connection for each database: to log in costs more than to ask. */
const kept = new Map<string, Client>();

async function connected(config: PostgresConfig): Promise<Client> {
	const client = new Client({ ...config });
	client.on('error', () => {});
	await client.connect();
	return client;
}

/** Nobody looks into this store any more. */
export async function endLooking(config: StoreConfig): Promise<void> {
	const name = JSON.stringify(config);
	const client = kept.get(name);
	kept.delete(name);
	await client?.end().catch(() => {});
}

/** int8 comes as a text from one of them. */
const plain = (row: Readonly<Record<string, unknown>>): Row =>
	Object.fromEntries(
		Object.entries(row).map(([name, value]) => [name, NUMBERS.has(name) ? numberOf(value) : textOf(value)]),
	);

const NUMBERS = new Set([
	...['at', 'recorded_at', 'seq', 'attempt', 'visible_at', 'due_at', 'next_at', 'ended_at', 'started_at'],
	...['pass', 'level', 'count', 'due', 'visible', 'called_off_at', 'held_at'],
]);

const numberOf = (value: unknown): number | null => (value === null ? null : Number(value));
const textOf = (value: unknown): string | null => (value === null ? null : String(value));
