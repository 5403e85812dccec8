import { randomUUID } from 'node:crypto';
import { Kysely, PostgresAdapter, sql } from 'kysely';
import type { PostgresConfig, SqliteConfig, StoreConfig } from './config';
import { explainFailure } from './failure';
import { hear } from './hear';
import type { Hearing } from './hearing';
import { migrate } from './migrate';
import { retried } from './retried';
import { LIMITS, postgresDialect, SILENCE_MS, type Limits } from './postgres';
import type { Schema } from './schema';
import { sqliteDialect, sqliteReadingDialect } from './sqlite';
import type { Queryable, Trx } from './trx';
import { tellOthers } from './wake';
import { nulIsNoText } from './without-nul';

export * from './bulk';
export { inChunks } from './chunks';
export * from './config';
export { inspectStore, type StoreReport } from './inspect';
export { isUnavailable } from './failure';
export * from './lock';
export type * from './schema';
export { columnsOf, nounFrom, nounsOf, rowOf, type Written } from './nouns';
export { contains } from './search';
export type { Queryable, Trx } from './trx';
export { DEAF, type Hearing } from './hearing';
export { wakeOthers } from './wake';
export { queueBehind, settingOrElse, swapSetting } from './setting';

export interface Store {
	readonly config: StoreConfig;
	/** Runs reading queries. @throws IcrmError `unavailable` in plain words when the database is down */
	read<T>(query: (db: Queryable) => Promise<T>): Promise<T>;
	/** Runs a statement that writes, and is a transaction by itself; lost against somebody else's, it is tried again. */
	write<T>(statement: (db: Queryable) => Promise<T>): Promise<T>;
	/** Runs `work` whole or not at all; a deadlock or a serialization failure is tried again. */
	transaction<T>(work: (trx: Trx) => Promise<T>): Promise<T>;
	/** Calls `onWrite` when another process may have written something that is due. */
	hear(onWrite: () => void): Hearing;
	close(): Promise<void>;
}

/** Same number for every process that uses the database; chosen once, at random. */
const MIGRATION_LOCK = 730_214_955;

/**
 * Opens the store and brings its schema up to date.
 * @throws IcrmError `unavailable` (cannot be reached, opened or logged in to) or `unsupported` (newer schema)
 */
export async function openStore(
	config: StoreConfig,
	options: { now: number; onIdleError?: (error: Error) => void },
): Promise<Store> {
	const explained = async <T>(work: () => Promise<T>): Promise<T> => {
		try {
			return await work();
		} catch (error) {
			throw explainFailure(error, config);
		}
	};
	const onIdleError = options.onIdleError ?? (() => {});
	const { reading, writing } = await explained(() =>
		config.kind === 'sqlite'
			? openSqlite(config, options.now)
			: openPostgres(config, onIdleError, options.now),
	);
	const own = randomUUID();
	return {
		config,
		read: (query) => explained(() => query(reading)),
		write: (statement) => explained(() => retried(() => statement(writing))),
		transaction: (work) =>
			explained(() =>
				retried(() =>
					writing.transaction().execute(async (trx) => {
						const result = await work(trx);
						await tellOthers(trx, own);
						return result;
					}),
				),
			),
		hear: (onWrite) => hear(config, reading, own, onWrite),
		close: async () => {
			if (reading !== writing) await reading.destroy();
			await writing.destroy();
		},
	};
}

/** The same for both where the database takes many connections by itself. */
interface Sides {
	readonly reading: Kysely<Schema>;
	readonly writing: Kysely<Schema>;
}

async function openSqlite({ file }: SqliteConfig, now: number): Promise<Sides> {
	const writing = new Kysely<Schema>({ dialect: sqliteDialect(file) });
	await orClosed(writing, () => migrateAll(writing, now));
	const isShared = file !== ':memory:';
	return { writing, reading: isShared ? new Kysely({ dialect: sqliteReadingDialect(file) }) : writing };
}

/** A migration may take as long as it needs, everything else may not. */
async function openPostgres(
	config: PostgresConfig,
	onIdleError: (error: Error) => void,
	now: number,
): Promise<Sides> {
	const open = (limits: Limits, silenceMs?: number) =>
		new Kysely<Schema>({
			dialect: postgresDialect(config, onIdleError, limits, silenceMs),
			plugins: [nulIsNoText],
		});
	const unlimited = open(LIMITS.none);
	await orClosed(unlimited, () => migrateAll(unlimited, now));
	await unlimited.destroy();
	const limited = open(LIMITS.some, SILENCE_MS);
	try {
		await orClosed(limited, () => sql`select 1`.execute(limited));
		return { reading: limited, writing: limited };
	} catch (error) {
		// PgBouncer takes no limits with the greeting.
		if (!/startup parameter/i.test(String(error))) throw error;
		const pooled = open(LIMITS.none, SILENCE_MS);
		return { reading: pooled, writing: pooled };
	}
}

/** A database that cannot be used is not left open. */
async function orClosed(db: Kysely<Schema>, work: () => Promise<unknown>): Promise<void> {
	try {
		await work();
	} catch (error) {
		await db.destroy();
		throw error;
	}
}

const migrateAll = (db: Kysely<Schema>, now: number): Promise<void> =>
	retried(() => migrate(db, lockMigrations, now));

/** SQLite needs nothing more: its write transaction is the lock. */
async function lockMigrations(trx: Trx): Promise<void> {
	if (trx.getExecutor().adapter instanceof PostgresAdapter)
		await sql`select pg_advisory_xact_lock(${MIGRATION_LOCK})`.execute(trx);
}
