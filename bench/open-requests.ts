import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { Client } from 'pg';
import { importCompany } from '../engine/directory';
import { createEngine, type Engine } from '../engine/engine';
import { savePolicies } from '../engine/escalation';
import { unwrap } from '../engine/outcome';
import { openRequests, saveAgreements } from '../engine/sla';
import type { StoreConfig } from '../engine/store';
import { reactions } from '../engine/wiring';
import { startPostgres } from '../test/support/start-postgres';
import type { BenchRow } from './row';

/**
 * Opening 10,000 requests in one call, as the node does with 10,000 items: validated, looked up, deadlines computed, timers
 * set, events written. Against the least that any program has to do for the same result: the very rows that came out,
 * inserted into an equal database by prepared statements, one a row, 1,000 requests a transaction.
 */

const REQUESTS = 10_000;
const REQUESTS_PER_TRANSACTION = 1_000;
const ROUNDS = 5;
const MEMBERS = 500;
const GOALS = { SQLite: 0.6, PostgreSQL: 1.5 };

type Row = Readonly<Record<string, unknown>>;
/** What opening writes, in an order that foreign keys allow. */
const TABLES = ['request', 'fact', 'clock', 'timer', 'event'] as const;
type Rows = Readonly<Record<(typeof TABLES)[number], readonly Row[]>>;

/** A database server that can make an empty database, and insert into it without us. */
interface Side {
	readonly name: keyof typeof GOALS;
	readonly peerName: string;
	create(): Promise<StoreConfig>;
	readAll(config: StoreConfig): Promise<Rows>;
	/** Seconds that inserting took. */
	insertAll(config: StoreConfig, rows: Rows): Promise<number>;
	close(): Promise<void>;
}

export async function openRequestsRows(): Promise<BenchRow[]> {
	const rows: BenchRow[] = [];
	for (const open of [sqlite, postgres]) {
		const side = await open();
		try {
			rows.push(await measure(side));
		} finally {
			await side.close();
		}
	}
	return rows;
}

async function measure(side: Side): Promise<BenchRow> {
	const ours: number[] = [];
	const peer: number[] = [];
	for (let round = 0; round < ROUNDS; round++) {
		const full = await side.create();
		ours.push(await openAll(full));
		const rows = await side.readAll(full);
		const empty = await side.create();
		await (await prepare(empty)).close();
		peer.push(await side.insertAll(empty, rows));
	}
	const perSecond = (seconds: readonly number[]) => REQUESTS / median(seconds);
	return {
		id: `open-requests-${side.name.toLowerCase()}`,
		name: `open 10,000 requests, ${side.name}`,
		ours: perSecond(ours),
		peer: perSecond(peer),
		peerName: side.peerName,
		unit: 'requests/s',
		ratio: perSecond(ours) / perSecond(peer),
		goal: { ratio: GOALS[side.name] },
	};
}

const median = (values: readonly number[]): number =>
	[...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;

const since = (begin: bigint): number => Number(process.hrtime.bigint() - begin) / 1e9;

const inputs = Array.from({ length: REQUESTS }, (_, n) => ({
	title: `Request number ${n}`,
	serviceId: 'laptop',
	requester: `member-${n % MEMBERS}`,
	externalRef: `TICKET-${n}`,
}));

async function openAll(config: StoreConfig): Promise<number> {
	const engine = await prepare(config);
	try {
		const begin = process.hrtime.bigint();
		const outcomes = await openRequests(engine, inputs);
		const seconds = since(begin);
		outcomes.forEach((outcome) => unwrap(outcome));
		return seconds;
	} finally {
		await engine.close();
	}
}

const HOURS = [['09:00', '17:00']];
const company = {
	calendars: [
		{
			id: 'office',
			name: 'Office hours',
			spec: {
				timezone: 'Europe/Berlin',
				weekly: { mon: HOURS, tue: HOURS, wed: HOURS, thu: HOURS, fri: HOURS },
			},
		},
	],
	departments: [
		{ id: 'it', name: 'IT', calendarId: 'office' },
		{ id: 'hr', name: 'Human Resources' },
	],
	members: Array.from({ length: MEMBERS }, (_, n) => ({
		id: `member-${n}`,
		name: `Member ${n}`,
		email: `member-${n}@acme.example`,
		departmentId: 'hr',
	})),
	services: [{ id: 'laptop', name: 'New laptop', departmentId: 'it' }],
};
const policy = { id: 'climb', name: 'Up the line', levels: [{ targets: [{ kind: 'assignee' }] }] };
const agreement = {
	id: 'laptop-sla',
	serviceId: 'laptop',
	calendarId: 'office',
	escalationPolicyId: 'climb',
	targets: [
		{ metric: 'firstResponse', target: '4h' },
		{ metric: 'resolution', target: '2 working days' },
	],
};

/** The tables and the company in them. */
async function prepare(config: StoreConfig): Promise<Engine> {
	const engine = await createEngine(config, { reactions });
	await importCompany(engine, company);
	unwrap((await savePolicies(engine, [policy]))[0]);
	unwrap((await saveAgreements(engine, [agreement]))[0]);
	return engine;
}

/** Tables with the columns as they come, the rows of `part` of all transactions. */
function* parts(rows: Rows): Generator<readonly (readonly [table: string, row: Row])[]> {
	const transactions = REQUESTS / REQUESTS_PER_TRANSACTION;
	for (let part = 0; part < transactions; part++)
		yield TABLES.flatMap((table) => {
			const size = rows[table].length / transactions;
			return rows[table].slice(part * size, (part + 1) * size).map((row) => [table, row] as const);
		});
}

const insertOf = (table: string, row: Row, placeholder: (n: number) => string): string => {
	const columns = Object.keys(row);
	const values = columns.map((_, n) => placeholder(n + 1));
	return `insert into "${table}" (${columns.map((column) => `"${column}"`).join(', ')}) values (${values.join(', ')})`;
};

async function sqlite(): Promise<Side> {
	const folder = mkdtempSync(join(tmpdir(), 'icrm-bench-'));
	let made = 0;
	const connect = (config: StoreConfig) => {
		if (config.kind !== 'sqlite') throw new Error('not a file');
		const database = new DatabaseSync(config.file);
		// The same as the embedded store.
		database.exec('pragma journal_mode = wal; pragma foreign_keys = on; pragma synchronous = full');
		return database;
	};
	return {
		name: 'SQLite',
		peerName: 'the same rows by node:sqlite prepared inserts',
		create: async () => ({ kind: 'sqlite', file: join(folder, `${made++}.sqlite`) }),
		async readAll(config) {
			const database = connect(config);
			const rows = rowsOf(await Promise.all(TABLES.map((table) => database.prepare(all(table)).all())));
			database.close();
			return rows;
		},
		async insertAll(config, rows) {
			const database = connect(config);
			const prepared = new Map(
				TABLES.map((table) => [
					table as string,
					database.prepare(insertOf(table, rows[table][0] ?? {}, () => '?')),
				]),
			);
			const begin = process.hrtime.bigint();
			for (const part of parts(rows)) {
				database.exec('begin immediate');
				for (const [table, row] of part) prepared.get(table)?.run(...(Object.values(row) as SQLInputValue[]));
				database.exec('commit');
			}
			const seconds = since(begin);
			database.close();
			return seconds;
		},
		close: async () => rmSync(folder, { recursive: true, force: true }),
	};
}

async function postgres(): Promise<Side> {
	const server = await startPostgres();
	let made = 0;
	const account = { host: '127.0.0.1', port: server.port, user: 'postgres', password: 'postgres' };
	const connected = async <T>(database: string, work: (client: Client) => Promise<T>): Promise<T> => {
		const client = new Client({ ...account, database });
		await client.connect();
		return await work(client).finally(() => client.end());
	};
	const nameOf = (config: StoreConfig) => (config.kind === 'postgres' ? config.database : '');
	return {
		name: 'PostgreSQL',
		peerName: 'the same rows by pg prepared inserts',
		async create() {
			const database = `bench_${made++}`;
			await connected('postgres', (client) => client.query(`create database ${database}`));
			return { kind: 'postgres', ...account, database, tls: 'off' };
		},
		readAll: (config) =>
			connected(nameOf(config), async (client) => {
				const tables: Row[][] = [];
				for (const table of TABLES) tables.push((await client.query<Row>(all(table))).rows);
				return rowsOf(tables);
			}),
		insertAll: (config, rows) =>
			connected(nameOf(config), async (client) => {
				const texts = new Map(
					TABLES.map((table) => [table as string, insertOf(table, rows[table][0] ?? {}, (n) => `$${n}`)]),
				);
				const begin = process.hrtime.bigint();
				for (const part of parts(rows)) {
					await client.query('begin');
					for (const [table, row] of part) {
						const text = texts.get(table) ?? '';
						await client.query({ name: table, text, values: Object.values(row) });
					}
					await client.query('commit');
				}
				return since(begin);
			}),
		close: () => server.stop(),
	};
}

const all = (table: string) => `select * from "${table}"`;

const rowsOf = (tables: readonly (readonly Row[])[]): Rows =>
	Object.fromEntries(TABLES.map((table, n) => [table, tables[n] ?? []])) as Rows;

if (pathToFileURL(process.argv[1] ?? '').href === pathToFileURL(__filename).href)
	void openRequestsRows().then((rows) => console.table(rows));
