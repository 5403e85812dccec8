import { sql, type RawBuilder } from 'kysely';
import type { Queryable, Row } from '../store';
import { findDeliveries, visibleDeliveries } from './delivery-repository';
import type { Line } from './line';
import { URGENCIES } from './precedence';
import { dueTimers, findTimers, type DueTimer } from './timer-repository';
import type { Turns, Waiting } from './turns';

/*
 * What is taken next. As long as everything that could be taken fits, there is nothing to choose, and it costs one query.
 * Otherwise the first of every lane and urgency are found by an index, one jump each, and of those whose turn it is as many as
 * are needed: the cost grows with the number of departments and of what is taken, and not with what waits.
 */

interface TimersWanted {
	readonly kinds: readonly string[];
	readonly now: number;
	readonly limit: number;
	/** Subjects that are left out. */
	readonly except: ReadonlySet<string>;
}

/** The timers of these kinds to be fired next. Read without a lock: whoever fires them looks again. */
export async function chooseTimers(
	db: Queryable,
	{ kinds, now, limit, except }: TimersWanted,
	turns: Turns,
): Promise<DueTimer[]> {
	const due = await dueTimers(db, kinds, now, limit + 1 + except.size);
	const few = due.filter(({ subject }) => !except.has(subject));
	if (few.length <= limit) return few;
	const others = except.size === 0 ? sql`` : sql` and subject not in (${sql.join([...except])})`;
	const chosen = await chooseFrom(
		db,
		{
			table: 'timer',
			id: 'subject',
			among: sql`true`,
			isDue: sql`due_at <= ${now} and kind in (${sql.join(kinds)})${others}`,
			order: ['due_at'],
		},
		limit,
		turns,
	);
	return await findTimers(db, chosen);
}

/** What a subscription could be given: at most so many, by its own line. */
export interface Wish {
	readonly subscriptionId: string;
	/** At least 1. */
	readonly limit: number;
	readonly line: Line;
}

/** The deliveries of these subscriptions to be claimed next, by subscription. Read without a lock: whoever claims them looks again. */
export async function chooseDeliveries(
	db: Queryable,
	wishes: readonly Wish[],
	now: number,
): Promise<Map<string, Row<'delivery'>[]>> {
	const chosen = new Map<string, Row<'delivery'>[]>();
	const asking: Wish[] = [];
	for (const wish of wishes) {
		const standing = wish.line.next(wish.limit, now);
		if (standing.length > 0) chosen.set(wish.subscriptionId, standing);
		else asking.push(wish);
	}
	const few = await visibleDeliveries(
		db,
		asking.map(({ subscriptionId, limit }) => ({ subscriptionId, limit: limit + 1 })),
		now,
	);
	const bySubscription = Map.groupBy(few, (row) => row.subscription_id);
	for (const wish of asking) {
		const rows = bySubscription.get(wish.subscriptionId) ?? [];
		chosen.set(wish.subscriptionId, rows.length <= wish.limit ? rows : await chooseFromMany(db, wish, now));
	}
	return chosen;
}

/** Of more than can be taken: those whose turn it is now, while those of the next turns stand in line. */
async function chooseFromMany(
	db: Queryable,
	{ subscriptionId, limit, line }: Wish,
	now: number,
): Promise<Row<'delivery'>[]> {
	const ids = await chooseFrom(
		db,
		{
			table: 'delivery',
			id: 'event_id',
			among: sql`subscription_id = ${subscriptionId} and state = 'open'`,
			isDue: sql`visible_at <= ${now}`,
			order: ['visible_at', 'event_at', 'rank'],
		},
		limit * line.ahead,
		line.turns,
	);
	line.stand(await findDeliveries(db, subscriptionId, ids), now);
	return line.next(limit, now);
}

/** A table with `lane` and `urgency`, and an index on both, in front of them what `among` compares, behind them the order. */
interface Source {
	readonly table: 'timer' | 'delivery';
	readonly id: string;
	readonly among: RawBuilder<unknown>;
	readonly isDue: RawBuilder<unknown>;
	/** Of the same lane and urgency. The first is the instant since which one is due. */
	readonly order: readonly [since: string, ...more: string[]];
}

interface Candidate extends Waiting {
	readonly id: string;
}

async function chooseFrom(db: Queryable, source: Source, limit: number, turns: Turns): Promise<string[]> {
	const { heads, each } = turns.share(await headsOf(db, source), limit);
	const waiting: Candidate[] = [];
	for (let from = 0; from < heads.length; from += GROUPS_PER_STATEMENT)
		waiting.push(...(await firstOf(db, source, heads.slice(from, from + GROUPS_PER_STATEMENT), each)));
	return turns.choose(waiting, limit).map(({ id }) => id);
}

/** SQLite takes five hundred selects in one statement at most. */
const GROUPS_PER_STATEMENT = 100;

/** Since when the oldest is due that waits in a lane at an urgency, of each lane and urgency where one does. */
async function headsOf(db: Queryable, { table, among, isDue, order: [since] }: Source): Promise<Waiting[]> {
	const from = sql`from ${sql.table(table)} where ${among}`;
	const levels = sql.join(URGENCIES.map((urgency) => sql`(${sql.lit(urgency)})`));
	const { rows } = await sql<Waiting>`
		with recursive place (name) as (
			select min(lane) ${from}
			union all
			select (select min(lane) ${from} and lane > place.name) from place where place.name is not null
		)
		select lane, urgency, since from (
			select place.name as lane, level.column1 as urgency,
				(select min(${sql.ref(since)}) ${from} and lane = place.name and urgency = level.column1 and ${isDue}) as since
			from place cross join (values ${levels}) as level where place.name is not null
		) as head where since is not null`.execute(db);
	return rows;
}

/** The first of each of these lanes and urgencies. */
async function firstOf(
	db: Queryable,
	{ table, id, among, isDue, order }: Source,
	heads: readonly Waiting[],
	each: number,
): Promise<Candidate[]> {
	const columns = sql`${sql.ref(id)} as id, lane, urgency, ${sql.ref(order[0])} as since`;
	const ordered = sql.join(order.map((column) => sql.ref(column)));
	const parts = heads.map(
		({ lane, urgency }) => sql`select * from (select ${columns} from ${sql.table(table)}
			where ${among} and lane = ${lane} and urgency = ${sql.lit(urgency)} and ${isDue}
			order by ${ordered} limit ${each}) as part`,
	);
	return (await sql<Candidate>`${sql.join(parts, sql` union all `)}`.execute(db)).rows;
}
