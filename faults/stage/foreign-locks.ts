import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import type { PostgresConfig, StoreConfig } from '../../engine';
import { openProxy } from '../proxy';

/*
 * Programs that are no part of the pack and hold what it needs. Each says whether it got what it wanted: a database that is away
 * has no locks.
 */

export const holdLock = (config: StoreConfig, ms: number): Promise<boolean> =>
	config.kind === 'sqlite' ? holdWriteLock(config.file, ms) : holdRows(config, ms);

const RETRY_MS = 5;

async function holdWriteLock(file: string, ms: number): Promise<boolean> {
	const database = new DatabaseSync(file, { timeout: 0 });
	try {
		for (const end = Date.now() + ms; Date.now() < end; await sleep(RETRY_MS)) {
			if (!begins(database)) continue;
			await sleep(ms);
			database.exec('rollback');
			return true;
		}
		return false;
	} finally {
		database.close();
	}
}

function begins(database: DatabaseSync): boolean {
	try {
		database.exec('begin immediate');
		return true;
	} catch {
		return false;
	}
}

/** In the order in which the engine locks them, so that nobody waits in a circle. */
const LOCKING = [
	"set lock_timeout = '200ms'",
	'begin',
	'select id from request order by id limit 6 for update',
	"select event_id from delivery where state = 'open' order by event_id limit 20 for update",
];

async function holdRows(config: PostgresConfig, ms: number): Promise<boolean> {
	const client = new Client({ ...config });
	client.on('error', () => {});
	try {
		await client.connect();
		for (const statement of LOCKING) await client.query(statement);
		await sleep(ms);
		await client.query('rollback');
		return true;
	} catch {
		return false;
	} finally {
		await client.end().catch(() => {});
	}
}

/** The client is gone, and the server waits for it: no packet says that it will not come back. */
export async function vanishWithRows(config: StoreConfig, port: number, ms: number): Promise<boolean> {
	if (config.kind !== 'postgres') return false;
	const proxy = await openProxy(port);
	const client = new Client({ ...config, port: proxy.port });
	client.on('error', () => {});
	try {
		await client.connect();
		for (const statement of LOCKING) await client.query(statement);
		proxy.weather('swallowsBoth');
		await sleep(ms);
		return true;
	} catch {
		return false;
	} finally {
		await proxy.close();
	}
}
