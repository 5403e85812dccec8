import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import type { PostgresConfig, SqliteConfig, StoreConfig } from '../../engine/store';
import { startPostgres } from '../../test/support/start-postgres';

/** A database that a benchmark runs on, and that is gone afterwards. */
export interface Side<C extends StoreConfig = StoreConfig> {
	readonly name: 'SQLite' | 'PostgreSQL';
	/** An empty database of its own. */
	create(): Promise<C>;
	close(): Promise<void>;
}

export async function sqliteSide(): Promise<Side<SqliteConfig>> {
	const folder = mkdtempSync(join(tmpdir(), 'icrm-bench-'));
	let made = 0;
	return {
		name: 'SQLite',
		create: async () => ({ kind: 'sqlite', file: join(folder, `${made++}.sqlite`) }),
		close: async () => rmSync(folder, { recursive: true, force: true }),
	};
}

export async function postgresSide(): Promise<Side<PostgresConfig>> {
	const server = await startPostgres();
	const account = { host: '127.0.0.1', port: server.port, user: 'postgres', password: 'postgres' };
	let made = 0;
	return {
		name: 'PostgreSQL',
		async create() {
			const database = `bench_${made++}`;
			const client = new Client({ ...account, database: 'postgres' });
			await client.connect();
			await client.query(`create database ${database}`).finally(() => client.end());
			return { kind: 'postgres', ...account, database, tls: 'off' };
		},
		close: () => server.stop(),
	};
}

/** The same on each database, one after the other. */
export async function onBoth<T>(work: (side: Side) => Promise<readonly T[]>): Promise<T[]> {
	const results: T[] = [];
	for (const open of [sqliteSide, postgresSide]) {
		const side = await open();
		try {
			results.push(...(await work(side)));
		} finally {
			await side.close();
		}
	}
	return results;
}
