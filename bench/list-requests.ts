import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { sql } from 'kysely';
import { createEngine, type Engine } from '../engine/engine';
import { queryRequests, type RequestQuery } from '../engine/sla/query-requests';
import type { StoreConfig, Trx } from '../engine/store';
import { startPostgres } from '../test/support/start-postgres';
import type { BenchRow } from './row';

/**
 * Finding 50 requests by a filter among 300,000 that are open, or as many as are asked for. Against the query that says it plainly, as it was before:
 * a database that has nothing else to go by reads request after request until 50 of them match.
 */

const USUALLY = 300_000;
const ROUNDS = 3;
const LIMIT = 50;
const NOW = 1_800_000_000_000;
const MINUTE = 60_000;

/** By the id of their figures. */
const QUERIES: Readonly<Record<string, { name: string; wanted: Partial<RequestQuery> }>> = {
	'no-state': { name: 'a clock state that none has', wanted: { clockStates: ['waived'] } },
	'rare-state': { name: 'a clock state that the oldest 20 have', wanted: { clockStates: ['missed'] } },
	'usual-state': { name: 'a clock state that all have', wanted: { clockStates: ['running'] } },
	late: { name: 'late, the oldest third', wanted: { clockStates: ['breached'] } },
	member: { name: 'held by one member, soonest due first', wanted: { assigneeId: 'rare', sort: 'due' } },
	all: { name: 'all, soonest due first', wanted: { sort: 'due' } },
};

/** @param requests how many are open */
export async function listRequestsRows(requests = USUALLY): Promise<BenchRow[]> {
	const folder = mkdtempSync(join(tmpdir(), 'icrm-bench-'));
	const server = await startPostgres();
	const account = { host: '127.0.0.1', port: server.port, user: 'postgres', password: 'postgres' };
	try {
		return [
			...(await rowsOn('SQLite', requests, { kind: 'sqlite', file: join(folder, 'icrm.sqlite') })),
			...(await rowsOn('PostgreSQL', requests, {
				kind: 'postgres',
				...account,
				database: 'postgres',
				tls: 'off',
			})),
		];
	} finally {
		await server.stop();
		rmSync(folder, { recursive: true, force: true });
	}
}

async function rowsOn(store: string, requests: number, config: StoreConfig): Promise<BenchRow[]> {
	const engine = await createEngine(config, { now: () => NOW, reactions: [] });
	try {
		await engine.transaction((trx) => fill(trx, requests));
		if (config.kind === 'postgres') await engine.store.read((db) => sql`analyze`.execute(db));
		const rows: BenchRow[] = [];
		for (const [id, { name, wanted }] of Object.entries(QUERIES))
			rows.push({
				id: `${id}-${store.toLowerCase()}`,
				name: `list 50 of ${requests.toLocaleString('en')} requests: ${name}, ${store}`,
				...(await measure(engine, wanted)),
			});
		return rows;
	} finally {
		await engine.close();
	}
}

async function measure(engine: Engine, wanted: Partial<RequestQuery>): Promise<Omit<BenchRow, 'name'>> {
	const ours: number[] = [];
	const peer: number[] = [];
	for (let round = 0; round < ROUNDS; round++)
		await engine.store.read(async (db) => {
			ours.push(await timed(() => queryRequests(db, { ...wanted, limit: LIMIT }, NOW)));
			peer.push(await timed(() => plainly(wanted).execute(db)));
		});
	return {
		ours: median(ours),
		peer: median(peer),
		peerName: 'one query that says it plainly',
		unit: 'ms',
		ratio: median(peer) / median(ours),
	};
}

const median = (numbers: readonly number[]): number =>
	[...numbers].sort((a, b) => a - b)[numbers.length >> 1] ?? NaN;

async function timed(work: () => Promise<unknown>): Promise<number> {
	const begin = performance.now();
	await work();
	return performance.now() - begin;
}

function plainly({ clockStates, assigneeId, sort }: Partial<RequestQuery>) {
	const due = sql`(select min(due_at) from clock where request_id = request.id and state in ('running', 'breached'))`;
	const late = sql`(state = 'running' and due_at < ${NOW})`;
	const state = clockStates?.[0];
	const holds =
		state === 'breached'
			? sql`(state = 'breached' or ${late})`
			: state === 'running'
				? sql`(state = 'running' and not ${late})`
				: sql`state = ${state}`;
	const conditions = [
		...(assigneeId === undefined ? [sql`1 = 1`] : [sql`assignee_id = ${assigneeId}`]),
		...(state ? [sql`exists (select id from clock where request_id = request.id and ${holds})`] : []),
	];
	const order = sort === 'due' ? sql`${due}, id` : sql`opened_at desc, id`;
	return sql`select * from request where ${sql.join(conditions, sql` and `)} order by ${order} limit ${LIMIT}`;
}

/** Two clocks each, opened a minute apart; the first third is late, and nobody has been notified yet. */
async function fill(trx: Trx, requests: number): Promise<void> {
	const statements = [
		sql`insert into calendar values ('office', 'Office', 1, '{}', 0)`,
		sql`insert into department (id, name, updated_at) values ('it', 'IT', 0)`,
		sql`insert into service (id, name, department_id, updated_at) values ('laptop', 'Laptop', 'it', 0)`,
		...['many', 'rare'].map(
			(id) => sql`insert into member values (${id}, ${id}, ${`${id}@acme.example`}, 'it', null, 'en', 1, 0)`,
		),
		sql`insert into agreement values ('sla', 'SLA', 'sla', 'laptop', null, 1, 1, 0)`,
		sql`insert into request (id, external_ref, title, service_id, customer_department_id, requester_id, department_id,
			assignee_id, priority, status, opened_at, last_fact_at, last_seq) with recursive n (n) as (select 0 union all select n + 1 from n where n < ${sql.lit(requests - 1)})
			select 'r' || n, null, 'Request number ' || n, 'laptop', null, null, 'it',
				case when n % 10000 = 0 then 'rare' else 'many' end, 'normal', 'open',
				${sql.lit(NOW - requests * MINUTE)} + cast(n as bigint) * ${sql.lit(MINUTE)}, 0, 1 from n`,
		...['firstResponse', 'resolution'].map(
			(
				metric,
			) => sql`insert into clock select id || ${sql.lit(metric)}, id, 'sla', 1, 'office', 1, '', ${sql.lit(metric)}, 1,
				case when opened_at < ${sql.lit(NOW - (requests - 20) * MINUTE)} then 'missed' else 'running' end, 1, 0,
				opened_at + ${sql.lit((requests * 2 * MINUTE) / 3)}, null, '[]', null, null from request`,
		),
	];
	for (const statement of statements) await statement.execute(trx);
}

if (pathToFileURL(process.argv[1] ?? '').href === pathToFileURL(__filename).href)
	void listRequestsRows().then((rows) => console.table(rows));
