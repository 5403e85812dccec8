import { existsSync, mkdtempSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { insertMany, openStore, type StoreConfig } from '../../../engine/store';
import { migrations } from '../../../engine/store/migrations';
import { onBothDatabases, onPostgres } from '../../support/harness';

const timer = (subject: string, due_at: number) => ({
	subject,
	kind: 'test',
	due_at,
	revision: 0,
	attempts: 0,
	last_error: null,
});
const opening = (config: StoreConfig) => openStore(config, { now: 0 }).then((store) => store.close());

onBothDatabases('the store', (open) => {
	it('keeps instants far beyond 32 bits, any text, and null', async () => {
		const { engine } = await open();
		const rows = [
			timer('plain', 4_102_444_800_000),
			{ ...timer(`"quotes" 'and' 中文 \n`, 1), last_error: '\\' },
		];
		await engine.transaction((trx) => insertMany(trx, 'timer', rows));
		expect(
			await engine.store.read((db) => db.selectFrom('timer').selectAll().orderBy('due_at', 'desc').execute()),
		).toEqual(rows);
	});

	it('inserts thousands of rows, and updates or ignores those that exist', async () => {
		const { engine } = await open();
		const many = Array.from({ length: 4_500 }, (_, i) => timer(`t${i}`, i));
		await engine.transaction((trx) => insertMany(trx, 'timer', many));
		await engine.transaction((trx) =>
			insertMany(trx, 'timer', [timer('t7', -1)], { on: 'ignore', key: ['subject'] }),
		);
		await engine.transaction((trx) =>
			insertMany(trx, 'timer', [timer('t8', -1)], { on: 'update', key: ['subject'] }),
		);
		const first = await engine.store.read((db) =>
			db.selectFrom('timer').select(['subject', 'due_at']).orderBy('due_at').limit(2).execute(),
		);
		expect(first).toEqual([
			{ subject: 't8', due_at: -1 },
			{ subject: 't0', due_at: 0 },
		]);
	});

	it('does a transaction whole or not at all', async () => {
		const { engine } = await open();
		const torn = engine.transaction(async (trx) => {
			await insertMany(trx, 'timer', [timer('a', 1)]);
			await insertMany(trx, 'timer', [timer('a', 2)]);
		});
		await expect(torn).rejects.toThrow(/unique|duplicate/i);
		expect(await engine.store.read((db) => db.selectFrom('timer').selectAll().execute())).toEqual([]);
	});

	it('is brought up to date once, however many processes open it together', async () => {
		const { config, engine } = await open();
		await Promise.all(Array.from({ length: 5 }, () => opening(config)));
		const applied = await engine.store.read((db) =>
			db.selectFrom('icrm_migration').select('version').execute(),
		);
		expect(applied).toHaveLength(migrations.length);
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
	onPostgres((server) => {
		const pg = (changes: object): StoreConfig => ({
			kind: 'postgres',
			...server,
			database: 'postgres',
			tls: 'off',
			...changes,
		});
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
				store.transaction((trx) => insertMany(trx, 'timer', [timer(`${s}-${i}`, i)])),
			),
		);
		await Promise.all(writes);
		expect(await stores[0]?.read((db) => db.selectFrom('timer').select('subject').execute())).toHaveLength(
			100,
		);
		await Promise.all(stores.map((store) => store.close()));
	});
});
