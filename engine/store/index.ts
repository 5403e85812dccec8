import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Kysely, PostgresAdapter, sql } from 'kysely';
import type { PostgresConfig, SqliteConfig, StoreConfig } from './config';
import { explainFailure } from './failure';
import { migrate } from './migrate';
import { LIMITS, postgresDialect, type Limits } from './postgres';
import type { Schema } from './schema';
import { sqliteDialect } from './sqlite';
import type { Queryable, Trx } from './trx';
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
export { queueBehind, settingOrElse, swapSetting } from './setting';

export interface Store {
	readonly config: StoreConfig;
	/** Runs reading queries. @throws IcrmError `unavailable` in plain words when the database is down */
	read<T>(query: (db: Queryable) => Promise<T>): Promise<T>;
	/** Runs `work` whole or not at all; a deadlock or a serialization failure is tried again. */
	transaction<T>(work: (trx: Trx) => Promise<T>): Promise<T>;
	close(): Promise<void>;
}

/** Same number for every process that uses the database; chosen once, at random. */
const MIGRATION_LOCK = 730_214_955;
const SERIALIZATION_FAILURES = new Set(['40001', '40P01']);
/** Two transactions have written the same key: the second, done again, finds what the first wrote. */
const UNIQUE_VIOLATION = '23505';
/** More often it is no race but a mistake, which is reported. */
const MOST_RACES = 6;
const SQLITE_BUSY = 5;
/** Longer than any transaction of ours takes. */
const LONGEST_WAIT_MS = 10_000;
/** Between a half and one, so that those who wait for each other do not move in step. */
const jitter = () => 0.5 + randomInt(500) / 1000;

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
	const db = await explained(() =>
		config.kind === 'sqlite'
			? openSqlite(config, options.now)
			: openPostgres(config, onIdleError, options.now),
	);
	return {
		config,
		read: (query) => explained(() => query(db)),
		transaction: (work) => explained(() => retried(() => db.transaction().execute(work))),
		close: () => db.destroy(),
	};
}

async function openSqlite({ file }: SqliteConfig, now: number): Promise<Kysely<Schema>> {
	const db = new Kysely<Schema>({ dialect: sqliteDialect(file) });
	return await orClosed(db, () => migrateAll(db, now));
}

/** A migration may take as long as it needs, everything else may not. */
async function openPostgres(
	config: PostgresConfig,
	onIdleError: (error: Error) => void,
	now: number,
): Promise<Kysely<Schema>> {
	const open = (limits: Limits) =>
		new Kysely<Schema>({
			dialect: postgresDialect(config, onIdleError, limits),
			plugins: [nulIsNoText],
		});
	const unlimited = open(LIMITS.none);
	await orClosed(unlimited, () => migrateAll(unlimited, now));
	await unlimited.destroy();
	const limited = open(LIMITS.some);
	try {
		await orClosed(limited, () => sql`select 1`.execute(limited));
		return limited;
	} catch (error) {
		// PgBouncer takes no limits with the greeting.
		if (!/startup parameter/i.test(String(error))) throw error;
		return open(LIMITS.none);
	}
}

/** A database that cannot be used is not left open. */
async function orClosed(db: Kysely<Schema>, work: () => Promise<unknown>): Promise<Kysely<Schema>> {
	try {
		await work();
		return db;
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

/** Runs `work` again when it lost against somebody else's transaction: then nothing of it was done. */
async function retried<T>(work: () => Promise<T>): Promise<T> {
	const giveUpAt = performance.now() + LONGEST_WAIT_MS;
	for (let attempt = 1; ; attempt++) {
		try {
			return await work();
		} catch (error) {
			const isRace = codeOf(error) === UNIQUE_VIOLATION && attempt < MOST_RACES;
			if (!(lostAgainstAnother(error) || isRace) || performance.now() > giveUpAt) throw error;
			await sleep(Math.min(2 ** attempt, 50) * jitter());
		}
	}
}

function lostAgainstAnother(error: unknown): boolean {
	const { errcode } = error as { errcode?: unknown };
	return errcode === SQLITE_BUSY || SERIALIZATION_FAILURES.has(codeOf(error));
}

const codeOf = (error: unknown): string => String((error as { code?: unknown }).code);
