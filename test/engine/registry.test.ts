import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { closeEngines, engineFor, pumpFor } from '../../engine/registry';
import { onBothDatabases } from '../support/harness';

const folder = mkdtempSync(join(tmpdir(), 'icrm-registry-'));
afterAll(async () => {
	await closeEngines();
	rmSync(folder, { recursive: true, force: true });
});

const sqlite = (name: string) => ({ kind: 'sqlite', file: join(folder, name) }) as const;
const log = { error: () => {}, warn: () => {}, info: () => {} };

it('opens a store once, however often and however early it is asked for', async () => {
	const [first, second] = await Promise.all([engineFor(sqlite('a')), engineFor(sqlite('a'))]);
	expect(second).toBe(first);
	expect(await engineFor({ kind: 'sqlite', file: `${folder}/x/../a` })).toBe(first);
	expect(await engineFor(sqlite('b'))).not.toBe(first);
});

it('does not keep an opening that failed', async () => {
	writeFileSync(
		join(folder, 'broken'),
		'This is not a database, and long enough to be noticed as none. '.repeat(20),
	);
	await expect(engineFor(sqlite('broken'))).rejects.toMatchObject({ code: 'unavailable' });
	rmSync(join(folder, 'broken'));
	await expect(engineFor(sqlite('broken'))).resolves.toBeDefined();
});

it('has one pump an engine', async () => {
	const engine = await engineFor(sqlite('a'));
	expect(pumpFor(engine, log)).toBe(pumpFor(engine, log));
	expect(pumpFor(await engineFor(sqlite('b')), log)).not.toBe(pumpFor(engine, log));
});

onBothDatabases('a connection that the database closes while nobody uses it', (open) => {
	it('is said through the log of the pump, and the next query opens another', async () => {
		const { config } = await open();
		// The embedded store has no connections that somebody else could close.
		if (config.kind !== 'postgres') return;
		const engine = await engineFor(config);
		const warned = new Promise<string>((resolve) => pumpFor(engine, { ...log, warn: resolve }));
		const { host, port, user, password, database } = config;
		const admin = new Client({ host, port, user, password, database });
		await admin.connect();
		await admin.query(
			`select pg_terminate_backend(pid) from pg_stat_activity
			where datname = current_database() and application_name = 'n8n-nodes-icrm'`,
		);
		await admin.end();
		expect(await warned).toBe(
			'The ICRM database closed a connection: terminating connection due to administrator command. The next query opens another',
		);
		expect(await engine.store.read((db) => db.selectFrom('timer').selectAll().execute())).toEqual([]);
		await closeEngines();
	});
});
