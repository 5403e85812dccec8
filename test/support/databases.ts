import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StoreConfig } from '../../engine/store';
import { postgresIsUp, takePostgres } from './postgres-databases';

/** An empty database that belongs to one test. */
export interface Database {
	readonly config: StoreConfig;
	/** Called when nothing of the test works on it any more. */
	giveBack(): Promise<void>;
}

interface Kind {
	readonly name: string;
	take(): Promise<Database>;
}

/** What this run of the tests runs on: SQLite always, PostgreSQL unless it is the quick tier, which starts no server. */
export const databases: readonly Kind[] = [
	{ name: 'SQLite', take: takeSqlite },
	...(postgresIsUp ? [{ name: 'PostgreSQL', take: takePostgres }] : []),
];

async function takeSqlite(): Promise<Database> {
	const folder = mkdtempSync(join(tmpdir(), 'icrm-test-'));
	const file = join(folder, 'icrm.sqlite');
	// To bring a new one up to date costs as much as a small test does.
	copyFileSync(process.env.ICRM_TEST_SQLITE ?? '', file);
	return {
		config: { kind: 'sqlite', file },
		giveBack: async () => rmSync(folder, { recursive: true, force: true }),
	};
}
