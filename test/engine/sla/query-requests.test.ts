import { CompiledQuery, sql, type KyselyPlugin } from 'kysely';
import { queryRequests, type RequestQuery } from '../../../engine/sla/query-requests';
import type { ClockState, Request } from '../../../engine/sla/types';
import type { Queryable, Trx } from '../../../engine/store';
import { onBothDatabases, type Harness } from '../../support/harness';

/** More than the first budget of rows, so that looking at all of them is one look too many. */
const MANY = 2_500;
const MINUTE = 60_000;

/** Requests of one member, with two clocks each. The oldest is another's, waits, and has a waived clock. */
async function fill(trx: Trx, now: number): Promise<void> {
	const at = sql`${sql.lit(now - MANY * MINUTE)} + cast(n as bigint) * ${sql.lit(MINUTE)}`;
	const ns = sql`with recursive n (n) as (select 0 union all select n + 1 from n where n < ${sql.lit(MANY - 1)})`;
	const clock = (metric: string, state: string, due: typeof at) =>
		sql`insert into clock ${ns} select 'r' || n || ${sql.lit(metric)}, 'r' || n, 'sla', 1, 'office', 1, '',
			${sql.lit(metric)}, 1, ${sql.raw(state)}, 1, 0, case when n = 0 then null else ${due} end, null, '[]', null, null from n`;
	const statements = [
		sql`insert into calendar values ('office', 'Office', 1, '{}', 0)`,
		sql`insert into department (id, name, updated_at) values ('it', 'IT', 0)`,
		sql`insert into service (id, name, department_id, updated_at) values ('laptop', 'Laptop', 'it', 0)`,
		...['tom', 'ann'].map(
			(id) => sql`insert into member values (${id}, ${id}, ${`${id}@acme.example`}, 'it', null, 'en', 1, 0)`,
		),
		sql`insert into agreement values ('sla', 'SLA', 'sla', 'laptop', null, 1, 1, 0)`,
		sql`insert into request (id, external_ref, title, service_id, customer_department_id, requester_id, department_id,
			assignee_id, priority, status, opened_at, last_fact_at, last_seq) ${ns} select 'r' || n, null, 'Request ' || n, 'laptop', null, null, 'it',
			case when n = 0 then 'ann' else 'tom' end, 'normal', case when n = 0 then 'paused' else 'open' end, ${at}, 0, 1 from n`,
		// The older a request is, the later its resolution is due.
		clock('resolution', "case when n = 0 then 'paused' else 'running' end", sql`${now * 2} - (${at})`),
		clock('firstResponse', "case when n = 0 then 'waived' else 'met' end", at),
	];
	for (const statement of statements) await statement.execute(trx);
}

/** The statements that the work makes, as they were sent. */
async function statementsOf(
	db: Queryable,
	work: (db: Queryable) => Promise<unknown>,
): Promise<CompiledQuery[]> {
	const sent: CompiledQuery[] = [];
	const spy: KyselyPlugin = {
		transformQuery: ({ node, queryId }) => {
			sent.push(db.getExecutor().compileQuery(node, queryId));
			return node;
		},
		transformResult: async ({ result }) => result,
	};
	await work(db.withPlugin(spy));
	return sent;
}

/** The steps of all plans. PostgreSQL would read so small a table whole; it does so now only where there is no other way. */
async function stepsOf({ engine, now, config }: Harness, wanted: Partial<RequestQuery>): Promise<string[]> {
	return await engine.transaction(async (db) => {
		const statements = await statementsOf(db, (spied) => queryRequests(spied, { limit: 50, ...wanted }, now));
		if (config.kind === 'postgres') await sql`set local enable_seqscan = off`.execute(db);
		const explain = config.kind === 'postgres' ? 'explain' : 'explain query plan';
		const steps: string[] = [];
		for (const { sql: text, parameters } of statements) {
			const plan = CompiledQuery.raw(`${explain} ${text}`, [...parameters]);
			steps.push(...(await db.executeQuery(plan)).rows.map((row) => JSON.stringify(row)));
		}
		return steps;
	});
}

const RARE: readonly Partial<RequestQuery>[] = [
	{ clockStates: ['waived'] },
	{ clockStates: ['missed', 'cancelled'] },
	{ clockStates: ['breached'] },
	{ clockStates: ['waived'], sort: 'due' },
	{ statuses: ['paused'] },
	{ assigneeId: 'ann', sort: 'due' },
	{ dueBefore: 0 },
];

onBothDatabases('a search among many requests', (open) => {
	it.each(RARE)('for %j looks at nothing but what an index finds', async (wanted) => {
		const harness = await open();
		await harness.engine.transaction((trx) => fill(trx, harness.now));
		const steps = await stepsOf(harness, wanted);
		expect(steps.length).toBeGreaterThan(0);
		expect(steps.filter((step) => /SCAN (request|clock)\b|Seq Scan on (request|clock)\b/.test(step))).toEqual(
			[],
		);
	});

	it('finds what a look at each of them finds, in order', async () => {
		const { engine, now } = await open();
		await engine.transaction((trx) => fill(trx, now));
		const due = (n: number) => now + (MANY - n) * MINUTE;
		const numbers = async (wanted: Partial<RequestQuery>) =>
			(await engine.store.read((db) => queryRequests(db, { limit: 3, ...wanted }, now))).map(
				({ id }: Request) => Number(id.slice(1)),
			);
		const last = MANY - 1;
		expect(await numbers({})).toEqual([last, last - 1, last - 2]);
		expect(await numbers({ offset: MANY - 2 })).toEqual([1, 0]);
		expect(await numbers({ clockStates: ['running'], offset: 2_000 })).toEqual([499, 498, 497]);
		expect(await numbers({ clockStates: ['waived'] })).toEqual([0]);
		expect(await numbers({ clockStates: ['waived', 'met'] })).toEqual([last, last - 1, last - 2]);
		expect(await numbers({ text: 'request 7', limit: 1 })).toEqual([799]);
		expect(await numbers({ sort: 'due' })).toEqual([last, last - 1, last - 2]);
		expect(await numbers({ sort: 'due', offset: MANY - 2 })).toEqual([1, 0]);
		expect(await numbers({ sort: 'due', assigneeId: 'ann' })).toEqual([0]);
		expect(await numbers({ dueAfter: due(5) })).toEqual([5, 4, 3]);
		expect(await numbers({ sort: 'due', dueAfter: due(5), dueBefore: due(3) })).toEqual([5, 4]);
		expect(await numbers({ limit: MANY * 2, sort: 'due' })).toHaveLength(MANY);
		const counts: readonly [ClockState, number][] = [
			['running', last],
			['met', last],
			['paused', 1],
			['waived', 1],
			['breached', 0],
		];
		for (const [state, count] of counts)
			expect(await numbers({ clockStates: [state], limit: MANY })).toHaveLength(count);
	});
});
