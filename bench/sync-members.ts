import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Client } from 'pg';
import { syncMembers } from '../engine/lists';
import { createEngine } from '../engine/engine';
import { unwrap } from '../engine/outcome';
import type { StoreConfig } from '../engine/store';
import { startPostgres } from '../test/support/start-postgres';
import type { BenchRow } from './row';
import { people } from './support/people';

/**
 * Taking over a list of 10,000 people, and the same list a second time: rows checked, managers found by DN, circles looked
 * for, leavers sought. Against what a workflow without the pack does: an upsert for each person, prepared, in one transaction,
 * which looks at nothing and writes everything both times.
 */

const PEOPLE = 10_000;
const ROUNDS = 3;
const GOAL_ON_SQLITE = 0.2;

const rows = people(PEOPLE);
const values = rows.map((row) => Object.values(row));
const COLUMNS = Object.keys(rows[0] ?? {});
const TABLE = `create table person (${COLUMNS.map((column) => `${column} text`).join(', ')}, primary key (id))`;
const upsert = (placeholder: (n: number) => string) =>
	`insert into person (${COLUMNS.join(', ')}) values (${COLUMNS.map((_, n) => placeholder(n + 1)).join(', ')})
	on conflict (id) do update set ${COLUMNS.map((column) => `${column} = excluded.${column}`).join(', ')}`;

/** Seconds of the first and of the second time. */
type Times = readonly [first: number, second: number];

export async function syncMembersRows(): Promise<BenchRow[]> {
	return [...(await onSqlite()), ...(await onPostgres())];
}

async function measure(
	store: string,
	ours: () => Promise<Times>,
	peer: () => Promise<Times>,
): Promise<BenchRow[]> {
	const times: { ours: Times; peer: Times }[] = [];
	for (let round = 0; round < ROUNDS; round++) times.push({ ours: await ours(), peer: await peer() });
	return (
		[
			['first', 'first time'],
			['unchanged', 'unchanged'],
		] as const
	).map(([id, name], n) => {
		const perSecond = (side: 'ours' | 'peer') => PEOPLE / median(times.map((round) => round[side][n] ?? NaN));
		return {
			id: `sync-members-${id}-${store.toLowerCase()}`,
			name: `sync 10,000 people, ${name}, ${store}`,
			ours: perSecond('ours'),
			peer: perSecond('peer'),
			peerName: 'a prepared upsert for each person',
			unit: 'people/s',
			ratio: perSecond('ours') / perSecond('peer'),
			...(store === 'SQLite' && { goal: { ratio: GOAL_ON_SQLITE } }),
		};
	});
}

const median = (numbers: readonly number[]): number =>
	[...numbers].sort((a, b) => a - b)[numbers.length >> 1] ?? NaN;

async function twice(work: () => Promise<void>): Promise<Times> {
	const timed = async () => {
		const begin = performance.now();
		await work();
		return (performance.now() - begin) / 1_000;
	};
	return [await timed(), await timed()];
}

async function ours(config: StoreConfig): Promise<Times> {
	const engine = await createEngine(config, { reactions: [] });
	try {
		return await twice(async () => {
			const people = await syncMembers(engine, { source: 'ldap', rows, timezone: 'UTC' });
			people.rows.forEach(unwrap);
		});
	} finally {
		await engine.close();
	}
}

async function onSqlite(): Promise<BenchRow[]> {
	const folder = mkdtempSync(join(tmpdir(), 'icrm-bench-'));
	let made = 0;
	const file = () => join(folder, `${made++}.sqlite`);
	try {
		return await measure(
			'SQLite',
			() => ours({ kind: 'sqlite', file: file() }),
			async () => {
				const database = new DatabaseSync(file());
				// The same as the embedded store.
				database.exec('pragma journal_mode = wal; pragma foreign_keys = on; pragma synchronous = full');
				database.exec(TABLE);
				const statement = database.prepare(upsert(() => '?'));
				const times = await twice(async () => {
					database.exec('begin immediate');
					for (const row of values) statement.run(...row);
					database.exec('commit');
				});
				database.close();
				return times;
			},
		);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

async function onPostgres(): Promise<BenchRow[]> {
	const server = await startPostgres();
	const account = { host: '127.0.0.1', port: server.port, user: 'postgres', password: 'postgres' };
	let made = 0;
	const create = async () => {
		const database = `people_${made++}`;
		await connected('postgres', (client) => client.query(`create database ${database}`));
		return database;
	};
	const connected = async <T>(database: string, work: (client: Client) => Promise<T>): Promise<T> => {
		const client = new Client({ ...account, database });
		await client.connect();
		return await work(client).finally(() => client.end());
	};
	const text = upsert((n) => `$${n}`);
	try {
		return await measure(
			'PostgreSQL',
			async () => ours({ kind: 'postgres', ...account, database: await create(), tls: 'off' }),
			async () =>
				connected(await create(), async (client) => {
					await client.query(TABLE);
					return await twice(async () => {
						await client.query('begin');
						for (const row of values) await client.query({ name: 'upsert', text, values: row });
						await client.query('commit');
					});
				}),
		);
	} finally {
		await server.stop();
	}
}
