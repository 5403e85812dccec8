import { Kysely, sql, type RawBuilder } from 'kysely';
import { IcrmError } from '../errors';
import { describe, type StoreConfig } from './config';
import { explainFailure } from './failure';
import { migrations } from './migrations';
import { postgresDialect } from './postgres';
import type { Schema } from './schema';
import { canHear } from './hear-postgres';
import { sqliteReadingDialect } from './sqlite';
import type { Queryable } from './trx';

/** What a look into the store shows, without touching it. Instants are epoch ms. */
export interface StoreReport {
	/** The schema's version, and the newest this package knows. */
	readonly migration: number;
	readonly knownMigration: number;
	/** When a trigger last said that it listens; it says so every ten minutes. */
	readonly lastBeatAt?: number;
	/** Timers whose instant has passed: they are fired within seconds while the timeline runs. */
	readonly overdueTimers: number;
	readonly oldestDueAt?: number;
	/** Deliveries that a workflow could have taken already. */
	readonly waitingDeliveries: number;
	readonly oldestDeliveryAt?: number;
	readonly deadLetters: number;
	readonly subscriptions: number;
	readonly requests: number;
	readonly members: number;
	/** What an escalation would run into. */
	readonly gaps: Gaps;
	/** Locales of the members who are active, the most frequent first. */
	readonly locales: readonly { readonly locale: string; readonly members: number }[];
	/** Whether one process hears at once of what another writes. */
	readonly hears: boolean;
}

/** What makes an escalation reach nobody; names, at most ten of each, and how many there are. */
export interface Gaps {
	/** Departments that do something for others and have no head who is there. */
	readonly headless: Named;
	/** Active members who have no manager, lead no department, and work in one without a head: nobody is above them. */
	readonly alone: Named;
	/** Active agreements without an escalation policy. */
	readonly unescalated: Named;
	/** Escalations whose level is due and that wait for a workflow. */
	readonly waitingRuns: number;
}

interface Named {
	readonly count: number;
	readonly names: readonly string[];
}

/**
 * Looks into a store that others work with: nothing is created, brought up to date or locked.
 * @param now epoch ms
 * @throws IcrmError `unavailable` when it is not there or is no store of ours
 */
export async function inspectStore(config: StoreConfig, now: number): Promise<StoreReport> {
	const db = new Kysely<Schema>({
		dialect: config.kind === 'sqlite' ? sqliteReadingDialect(config.file) : postgresDialect(config, () => {}),
	});
	try {
		return await report(db, config, now);
	} catch (error) {
		throw explainFailure(error, config);
	} finally {
		await db.destroy();
	}
}

async function report(db: Kysely<Schema>, config: StoreConfig, now: number): Promise<StoreReport> {
	const tables = await db.introspection.getTables();
	if (!tables.some(({ name }) => name === 'icrm_migration'))
		throw new IcrmError('unavailable', `There is no ICRM data in ${describe(config)}`, {
			hint: 'Check the path or the database; it is made when a workflow first uses an ICRM node.',
		});
	const migration = await db
		.selectFrom('icrm_migration')
		.select((eb) => eb.fn.max('version').as('newest'))
		.executeTakeFirstOrThrow();
	return {
		migration: Number(migration.newest ?? 0),
		knownMigration: migrations.length,
		...(await heartbeat(db, now)),
		requests: await countOf(db, 'request'),
		members: await countOf(db, 'member'),
		gaps: await gapsIn(db, now),
		locales: await localesOf(db),
		hears: config.kind === 'sqlite' || (await canHear(config, db)),
	};
}

async function heartbeat(db: Queryable, now: number) {
	const beat = await db
		.selectFrom('subscription')
		.select((eb) => [eb.fn.countAll().as('count'), eb.fn.max('seen_at').as('last')])
		.executeTakeFirstOrThrow();
	const timers = await db
		.selectFrom('timer')
		.select((eb) => [eb.fn.countAll().as('count'), eb.fn.min('due_at').as('oldest')])
		.where('due_at', '<=', now)
		.executeTakeFirstOrThrow();
	const waiting = await db
		.selectFrom('delivery')
		.select((eb) => [eb.fn.countAll().as('count'), eb.fn.min('visible_at').as('oldest')])
		.where('state', '=', 'open')
		.where('visible_at', '<=', now)
		.executeTakeFirstOrThrow();
	const dead = await db
		.selectFrom('delivery')
		.select((eb) => eb.fn.countAll().as('count'))
		.where('state', '=', 'dead')
		.executeTakeFirstOrThrow();
	return {
		...(beat.last === null ? {} : { lastBeatAt: Number(beat.last) }),
		subscriptions: Number(beat.count),
		overdueTimers: Number(timers.count),
		...(timers.oldest === null ? {} : { oldestDueAt: Number(timers.oldest) }),
		waitingDeliveries: Number(waiting.count),
		...(waiting.oldest === null ? {} : { oldestDeliveryAt: Number(waiting.oldest) }),
		deadLetters: Number(dead.count),
	};
}

async function countOf(db: Queryable, table: 'request' | 'member'): Promise<number> {
	const { count } = await db
		.selectFrom(table)
		.select((eb) => eb.fn.countAll().as('count'))
		.executeTakeFirstOrThrow();
	return Number(count);
}

async function localesOf(db: Queryable): Promise<StoreReport['locales']> {
	const rows = await db
		.selectFrom('member')
		.select((eb) => ['locale', eb.fn.countAll().as('count')])
		.where('active', '=', 1)
		.groupBy('locale')
		.orderBy('count', 'desc')
		.orderBy('locale')
		.execute();
	return rows.map(({ locale, count }) => ({ locale, members: Number(count) }));
}

/** A level that is due later than this was passed over, and not only about to be taken. */
const WAITS_MS = 5 * 60_000;

async function gapsIn(db: Queryable, now: number): Promise<Gaps> {
	const named = async (query: RawBuilder<{ name: string }>): Promise<Named> => {
		const { rows } = await query.execute(db);
		return { count: rows.length, names: rows.slice(0, 10).map(({ name }) => name) };
	};
	const waiting = await db
		.selectFrom('escalation_run')
		.select((eb) => eb.fn.countAll().as('count'))
		.where('state', 'in', ['active', 'acknowledged', 'waiting'])
		.where('next_at', '<', now - WAITS_MS)
		.executeTakeFirstOrThrow();
	return {
		headless: await named(sql`select distinct department.name from department
			join service on service.department_id = department.id
			left join member on member.id = department.head_id and member.active = 1
			where member.id is null order by department.name`),
		alone: await named(sql`select member.name from member
			join department on department.id = member.department_id
			left join member head on head.id = department.head_id and head.active = 1
			where member.active = 1 and member.manager_id is null and head.id is null
			and not exists (select 1 from department where head_id = member.id) order by member.name`),
		unescalated: await unescalated(db),
		waitingRuns: Number(waiting.count),
	};
}

async function unescalated(db: Queryable): Promise<Named> {
	const rows = await db
		.selectFrom('agreement')
		.innerJoin('agreement_version', (join) =>
			join
				.onRef('agreement_version.agreement_id', '=', 'agreement.id')
				.onRef('agreement_version.version', '=', 'agreement.version'),
		)
		.select(['agreement.name', 'agreement_version.spec'])
		.where('agreement.active', '=', 1)
		.orderBy('agreement.name')
		.execute();
	const names = rows.flatMap(({ name, spec }) => {
		const said: { escalationPolicyId?: unknown } = JSON.parse(spec);
		return said.escalationPolicyId === undefined ? [name] : [];
	});
	return { count: names.length, names: names.slice(0, 10) };
}
