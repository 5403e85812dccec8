import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { StoreConfig } from '../../engine';
import { startPostgres } from './start-postgres';
import { contentsOf, dumpPostgres, gapsIn, hasFixture, NEWEST_SCHEMA, writeFixture } from './store-fixtures';
import { beginLife, LIFE_BEGINS, LIFE_ENDS, liveThrough, type Life, type Links } from './store-life';

/**
 * Leaves a store of today's schema in test/fixtures/stores, for the versions to come: `npx tsx
 * test/support/make-store-fixture.ts`. Once for each schema: a store that is out there does not change either.
 */
async function main(): Promise<void> {
	if (hasFixture(NEWEST_SCHEMA))
		throw new Error(
			`Schema ${NEWEST_SCHEMA} has its store already. It stands for those that are out there; delete its three files only if that schema has never landed.`,
		);
	const folder = mkdtempSync(join(tmpdir(), 'icrm-fixture-'));
	const server = await startPostgres();
	try {
		const file = join(folder, 'icrm.sqlite');
		const sqlite = await live({ kind: 'sqlite', file }, (life) =>
			life.engine.store.read((db) => sql`vacuum`.execute(db)),
		);
		const login = { user: 'postgres', password: 'postgres', database: 'postgres' };
		const config: StoreConfig = {
			kind: 'postgres',
			host: '127.0.0.1',
			port: server.port,
			tls: 'off',
			...login,
		};
		const postgres = await live(config, (life) => life.engine.store.read((db) => dumpPostgres(db, config)));
		const links = { sqlite: sqlite.links, postgres: postgres.links };
		writeFixture({ now: LIFE_ENDS, links }, readFileSync(file), postgres.last);
	} finally {
		await server.stop();
		rmSync(folder, { recursive: true, force: true });
	}
}

async function live<T>(
	config: StoreConfig,
	atLast: (life: Life) => Promise<T>,
): Promise<{ links: Links; last: T }> {
	const life = await beginLife(config, LIFE_BEGINS);
	const links = await liveThrough(life);
	const gaps = gapsIn(await life.engine.store.read(contentsOf));
	if (gaps.length > 0) throw new Error(`The life in store-life.ts leaves out: ${gaps.join(', ')}`);
	const last = await atLast(life);
	await life.engine.close();
	return { links, last };
}

void main();
