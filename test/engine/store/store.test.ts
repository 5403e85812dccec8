import { existsSync, mkdtempSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kysely } from 'kysely';
import {
	insertMany,
	openStore,
	type Schema,
	type Queryable,
	type StoreConfig,
	type Trx,
} from '../../../engine/store';
import { explainFailure } from '../../../engine/store/failure';
import { migrate } from '../../../engine/store/migrate';
import { migrations } from '../../../engine/store/migrations';
import type { Migration } from '../../../engine/store/migrations/migration';
import { postgresDialect } from '../../../engine/store/postgres';
import { sqliteDialect } from '../../../engine/store/sqlite';
import { emptyStore } from '../../support/empty-store';
import { onBothDatabases, onPostgres } from '../../support/harness';
import { postgresServer } from '../../support/postgres-databases';
import { timer } from './rows';

const pg = (changes: object): StoreConfig => ({
	kind: 'postgres',
	...postgresServer,
	database: 'postgres',
	tls: 'off',
	...changes,
});
const opening = (config: StoreConfig) => openStore(config, { now: 0 }).then((store) => store.close());

onBothDatabases('the store', (open) => {
	it('is brought up to date once, however many processes open it together', async () => {
		const config = await emptyStore(await open());
		await Promise.all(Array.from({ length: 5 }, () => opening(config)));
		const store = await openStore(config, { now: 0 });
		const applied = await store.read((db) =>
			db.selectFrom('icrm_migration').select('version').orderBy('version').execute(),
		);
		await store.close();
		expect(applied.map(({ version }) => version)).toEqual(migrations.map(({ version }) => version));
		expect(migrations.map(({ version }) => version)).toEqual(migrations.map((_, index) => index + 1));
	});

	it('takes what a newer version adds, and of a migration that fails nothing', async () => {
		const { engine, config } = await open();
		const db = new Kysely<Schema>({
			dialect: config.kind === 'sqlite' ? sqliteDialect(config.file) : postgresDialect(config, () => {}),
		});
		const add = (version: number, ...statements: string[]) => ({ version, name: 'added', statements });
		const next = migrations.length + 1;
		const bring = (all: readonly Migration[]) => migrate(db, async () => {}, 7, [...migrations, ...all]);
		const good = add(next, 'create table added (id text primary key)');
		const bad = add(
			next + 1,
			'create table half (id text primary key)',
			'create table half (id text primary key)',
		);
		await expect(bring([good, bad])).rejects.toThrow(/exists/);
		await bring([good]);
		await bring([good]);
		const [tables, applied] = await engine.store.read((db) =>
			Promise.all([
				db.introspection.getTables(),
				db.selectFrom('icrm_migration').selectAll().orderBy('version', 'desc').execute(),
			]),
		);
		const names = tables.map(({ name }) => name);
		expect([names.includes('added'), names.includes('half')]).toEqual([true, false]);
		expect(applied[0]).toMatchObject({ version: next, name: 'added', applied_at: 7 });
		expect(applied).toHaveLength(next);
		await db.destroy();
	});

	it('refuses a database that a newer version made, and one whose migration was altered', async () => {
		const { config, engine } = await open();
		await engine.transaction((trx) =>
			trx.updateTable('icrm_migration').set({ checksum: 'other' }).where('version', '=', 1).execute(),
		);
		await expect(opening(config)).rejects.toMatchObject({
			code: 'unsupported',
			hint: expect.stringContaining('a new database'),
		});
		const newer = { version: 99, name: 'newer', checksum: 'x', applied_at: 0 };
		await engine.transaction((trx) => trx.insertInto('icrm_migration').values(newer).execute());
		await expect(opening(config)).rejects.toMatchObject({
			code: 'unsupported',
			message: expect.stringContaining('version 99'),
		});
	});
});

describe('a store that cannot be opened says why, and what to check', () => {
	onPostgres(() => {
		it.each([
			['nobody listens', pg({ port: 1 }), 'Nothing answers at PostgreSQL 127.0.0.1:1', 'Check host and port'],
			[
				'the host is unknown',
				pg({ host: 'no-such-host.invalid' }),
				"The host 'no-such-host.invalid' cannot be found",
				'host name',
			],
			[
				'the password is wrong',
				pg({ password: 'wrong' }),
				"refused user 'postgres'",
				'Check user and password',
			],
			[
				'the database does not exist',
				pg({ database: 'none' }),
				"has no database 'none'",
				'Create the database',
			],
			['the server has no TLS', pg({ tls: 'verify' }), 'does not offer TLS', "Set 'TLS' to 'Off'"],
		])('PostgreSQL: %s', async (_what, config, message, hint) => {
			await expect(opening(config)).rejects.toMatchObject({
				code: 'unavailable',
				message: expect.stringContaining(message),
				hint: expect.stringContaining(hint),
			});
		});
	});

	it.each([
		['the socket ended', 'Connection terminated unexpectedly'],
		['it had ended before', 'Client has encountered a connection error and is not queryable'],
		['the pool had closed it', 'Client was closed and is not queryable'],
	])('PostgreSQL: %s in the middle of something', (_what, text) => {
		expect(explainFailure(new Error(text), pg({}))).toMatchObject({
			code: 'unavailable',
			message: expect.stringContaining('closed the connection'),
			hint: expect.stringContaining('Try again shortly'),
		});
	});

	it('SQLite: the file is something else', async () => {
		const file = join(mkdtempSync(join(tmpdir(), 'icrm-')), 'notes.txt');
		writeFileSync(file, 'These are my notes, and not a database at all, whatever anybody says.'.repeat(20));
		await expect(opening({ kind: 'sqlite', file })).rejects.toMatchObject({
			code: 'unavailable',
			message: expect.stringContaining(file),
		});
	});

	it('SQLite: the folder cannot be made', async () => {
		const file = join(mkdtempSync(join(tmpdir(), 'icrm-')), 'file');
		writeFileSync(file, '');
		await expect(opening({ kind: 'sqlite', file: join(file, 'icrm.sqlite') })).rejects.toMatchObject({
			code: 'unavailable',
			hint: expect.stringContaining('folder'),
		});
	});
});

describe('the embedded store', () => {
	it('belongs to its owner alone, and makes its folder', async () => {
		const file = join(mkdtempSync(join(tmpdir(), 'icrm-')), 'deep', 'icrm.sqlite');
		await opening({ kind: 'sqlite', file });
		expect(existsSync(file)).toBe(true);
		expect((statSync(file).mode & 0o777).toString(8)).toBe('600');
	});

	it('waits for another writer instead of failing', async () => {
		const file = join(mkdtempSync(join(tmpdir(), 'icrm-')), 'icrm.sqlite');
		const stores = await Promise.all([1, 2].map(() => openStore({ kind: 'sqlite', file }, { now: 0 })));
		const writes = stores.flatMap((store, s) =>
			Array.from({ length: 50 }, (_, i) =>
				store.transaction((trx) => insertMany(trx, 'timer', [timer(`${s}-${i}`)])),
			),
		);
		await Promise.all(writes);
		expect(await stores[0]?.read((db) => db.selectFrom('timer').select('subject').execute())).toHaveLength(
			100,
		);
		await Promise.all(stores.map((store) => store.close()));
	});

	it('counts right when two processes read first and write then', async () => {
		const file = join(mkdtempSync(join(tmpdir(), 'icrm-')), 'icrm.sqlite');
		const stores = await Promise.all([1, 2].map(() => openStore({ kind: 'sqlite', file }, { now: 0 })));
		await stores[0]?.transaction((trx) => insertMany(trx, 'timer', [timer('count')]));
		const count = (trx: Queryable) => trx.selectFrom('timer').select('due_at').executeTakeFirstOrThrow();
		const countUp = async (trx: Trx) => {
			const { due_at } = await count(trx);
			await new Promise(setImmediate);
			await trx
				.updateTable('timer')
				.set({ due_at: due_at + 1 })
				.execute();
		};
		await Promise.all(stores.flatMap((store) => Array.from({ length: 4 }, () => store.transaction(countUp))));
		expect(await stores[0]?.read(count)).toEqual({ due_at: 8 });
		await Promise.all(stores.map((store) => store.close()));
	});
});
