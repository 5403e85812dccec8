import { setImmediate as breathe } from 'node:timers/promises';
import { sql, type RawBuilder } from 'kysely';
import { contains, nounsOf, type Queryable, type Row } from '../store';
import type { ClockState, Request, RequestStatus } from './types';

const requests = nounsOf<'request', Request>('request');

export interface RequestQuery {
	readonly text?: string;
	readonly statuses?: readonly RequestStatus[];
	readonly serviceId?: string;
	readonly departmentId?: string;
	readonly assigneeId?: string;
	/** Only requests with a clock in one of these states. */
	readonly clockStates?: readonly ClockState[];
	/** Epoch ms: only requests whose earliest running or breached clock is due at this instant or later. */
	readonly dueAfter?: number;
	/** Epoch ms: only requests whose earliest running or breached clock is due before this instant. */
	readonly dueBefore?: number;
	/** `opened`: the newest first. `due`: the soonest due first, then the newest of those that nothing is due of. */
	readonly sort?: 'opened' | 'due';
	readonly limit: number;
	readonly offset?: number;
}

/** Requests that match all of what is wanted, in order. */
export async function queryRequests(db: Queryable, wanted: RequestQuery, now: number): Promise<Request[]> {
	const { dueAfter, dueBefore, limit, offset = 0 } = wanted;
	const isDue = dueAfter !== undefined || dueBefore !== undefined ? true : undefined;
	const rows = (search: Search) => find(db, { ...wanted, ...search }, now);
	if (wanted.sort !== 'due')
		return (await rows({ isDue, sort: 'opened', limit, offset })).map(requests.toNoun);
	const end = limit + offset;
	const due = await rows({ isDue: true, sort: 'due', limit: end, offset: 0 });
	const isEnough = isDue === true || due.length >= end;
	const others = isEnough
		? []
		: await rows({ isDue: false, sort: 'opened', limit: end - due.length, offset: 0 });
	return [...due, ...others].slice(offset).map(requests.toNoun);
}

interface Search {
	/** Whether a clock is running or breached; undefined where it does not matter. */
	readonly isDue: boolean | undefined;
	readonly sort: 'opened' | 'due';
	readonly limit: number;
	readonly offset: number;
}
type Wanted = RequestQuery & Search;
type Sql = RawBuilder<unknown>;

const FIRST_BUDGET = 1_000;
/** Going on by one in an index that is in order costs less than looking up a row that is found elsewhere, and sorting it in. */
const STEPS_FOR_A_ROW = 10;
/** In one statement: the embedded store shares its thread with everything else that n8n does. */
const MOST_STEPS = 5_000;

/**
 * What is rare is quickly found by an index and then sorted; what is common is soon met by walking in order. A database
 * without statistics guesses which it is, and a wrong guess reads every request there is. So both are tried, with a budget
 * of rows that grows until one of them is enough: the cost is that of the better one, times a constant.
 */
async function find(db: Queryable, wanted: Wanted, now: number): Promise<Row<'request'>[]> {
	const { limit, offset } = wanted;
	const sources = sourcesOf(wanted, now);
	const walk = wanted.sort === 'due' ? walkByDue(db, wanted, now) : walkByOpening(db, wanted, now);
	for (let budget = FIRST_BUDGET; ; budget *= 10) {
		for (const source of sources)
			if (await hasAtMost(db, source, budget)) {
				const few = sql`(select distinct id from (${source} limit ${budget}) as source) as few`;
				const order = wanted.sort === 'due' ? sql`${EARLIEST}, request.id` : NEWEST_FIRST;
				// SQLite takes a cross join in the order it is written.
				return await rowsOf(
					db,
					sql`${few} cross join request where request.id = few.id and ${conditionsOf(db, wanted, now)}
						order by ${order} limit ${limit} offset ${offset}`,
				);
			}
		const found = await walk(budget);
		if (found.length >= limit + offset) return found.slice(offset);
	}
}

/** Goes on where it stopped, with what it has found so far. */
type Walk = (budget: number) => Promise<readonly Row<'request'>[]>;

function walkByOpening(db: Queryable, wanted: Wanted, now: number): Walk {
	const end = wanted.limit + wanted.offset;
	const conditions = conditionsOf(db, wanted, now, 'unindexed');
	const found: Row<'request'>[] = [];
	let before = Number.MAX_SAFE_INTEGER;
	return async (budget) => {
		for (let left = budget * STEPS_FOR_A_ROW; left > 0 && before > 0; left -= MOST_STEPS) {
			const reached = sql`opened_at < ${before}`;
			const stop = sql<{ at: number }>`select opened_at as at from request where ${reached}
				order by opened_at desc limit 1 offset ${Math.min(left, MOST_STEPS)}`;
			const at = (await stop.execute(db)).rows[0]?.at ?? 0;
			const rows = await rowsOf(
				db,
				sql`request where ${reached} and opened_at >= ${at} and ${conditions}
					order by ${NEWEST_FIRST} limit ${end - found.length}`,
			);
			found.push(...rows);
			before = at;
			if (found.length >= end) break;
			await breathe();
		}
		return found;
	};
}

/** The first clocks that are due, one after the other from an index: sorted together, all of them would be read. */
const walkByDue =
	(db: Queryable, wanted: Wanted, now: number): Walk =>
	async (budget) => {
		const parts = ['running', 'breached'].map(
			(state) => sql`select * from (select request_id as id, due_at from clock
				where state = ${state} and ${dueWithin(wanted, sql.ref('due_at'))}
				order by due_at, request_id limit ${budget}) as ${sql.id(state)}`,
		);
		return await rowsOf(
			db,
			sql`(select id, min(due_at) as due_at from (
					select id, due_at from (${sql.join(parts, sql` union all `)}) as due order by due_at, id limit ${budget}
				) as part group by id) as soonest
				cross join request where request.id = soonest.id and ${conditionsOf(db, wanted, now)}
				order by soonest.due_at, request.id limit ${wanted.limit + wanted.offset}`,
		);
	};

const rowsOf = async (db: Queryable, rest: Sql): Promise<Row<'request'>[]> =>
	(await sql<Row<'request'>>`select request.* from ${rest}`.execute(db)).rows;

async function hasAtMost(db: Queryable, source: Sql, count: number): Promise<boolean> {
	const query = sql<{ n: number }>`select count(*) as n from (${source} limit ${count + 1}) as source`;
	const [row] = (await query.execute(db)).rows;
	return (row?.n ?? 0) <= count;
}

const NEWEST_FIRST = sql`request.opened_at desc, request.id`;
/** When the earliest clock of a request is due that runs or is breached. */
const EARLIEST = sql`(select min(clock.due_at) from clock
	where clock.request_id = request.id and clock.state in ('running', 'breached'))`;

const among = (column: string, values: readonly string[]) => sql`${sql.ref(column)} in (${sql.join(values)})`;

function dueWithin({ dueAfter, dueBefore }: Wanted, due: Sql): Sql {
	const bounds = [sql`${due} is not null`];
	if (dueAfter !== undefined) bounds.push(sql`${due} >= ${dueAfter}`);
	if (dueBefore !== undefined) bounds.push(sql`${due} < ${dueBefore}`);
	return sql.join(bounds, sql` and `);
}

/**
 * What a request has to meet, all of it. `unindexed`: so that it is only looked at while going through another index, which
 * a database that takes a common value for a rare one would not do.
 */
function conditionsOf(db: Queryable, wanted: Wanted, now: number, how?: 'unindexed'): Sql {
	const conditions = columnsOf(wanted).map(([column, values]) =>
		how ? sql`${sql.ref(column)} || '' in (${sql.join(values)})` : among(`request.${column}`, values),
	);
	if (wanted.text) conditions.push(contains(db, wanted.text, ['request.title', 'request.external_ref']));
	if (wanted.clockStates?.length) {
		const states = sql.join(inStates(wanted.clockStates, now), sql` or `);
		conditions.push(sql`exists (select 1 from clock where clock.request_id = request.id and (${states}))`);
	}
	if (wanted.isDue === true) conditions.push(dueWithin(wanted, EARLIEST));
	if (wanted.isDue === false) conditions.push(sql`${EARLIEST} is null`);
	return sql.join([sql`1 = 1`, ...conditions], sql` and `);
}

/** Queries for ids, each by one index. All that is wanted is among the ids of each. */
function sourcesOf(wanted: Wanted, now: number): Sql[] {
	const sources = columnsOf(wanted).map(
		([column, values]) => sql`select id from request where ${among(column, values)}`,
	);
	const ofClocks = (condition: Sql) => sql`select request_id as id from clock where ${condition}`;
	if (wanted.clockStates?.length)
		sources.push(sql.join(inStates(wanted.clockStates, now).map(ofClocks), sql` union all `));
	if (wanted.isDue === true)
		sources.push(ofClocks(sql`state in ('running', 'breached') and ${dueWithin(wanted, sql.ref('due_at'))}`));
	return [...sources, sql`select id from request`];
}

function columnsOf(wanted: Wanted): (readonly [column: string, values: readonly string[]])[] {
	const { statuses = [], serviceId, departmentId, assigneeId } = wanted;
	const columns: [string, readonly (string | undefined)[]][] = [
		['status', statuses],
		['service_id', [serviceId]],
		['department_id', [departmentId]],
		['assignee_id', [assigneeId]],
	];
	return columns.flatMap(([column, values]) => {
		const given = values.filter((value) => value !== undefined);
		return given.length > 0 ? [[column, given] as const] : [];
	});
}

/**
 * A clock's row says what it was when it was last read. One that has passed its due instant since is breached, whether or
 * not a trigger has come by to announce it.
 */
function inStates(states: readonly ClockState[], now: number): Sql[] {
	const others = states.filter((state) => state !== 'running');
	return [
		...(others.length > 0 ? [among('state', others)] : []),
		// One that cannot be computed is due at no time, and runs.
		...(states.includes('running')
			? [sql`(state = 'running' and due_at >= ${now})`, sql`(state = 'running' and due_at is null)`]
			: []),
		...(states.includes('breached') ? [sql`(state = 'running' and due_at < ${now})`] : []),
	];
}
