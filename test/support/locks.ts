import { sql } from 'kysely';
import type { Engine } from '../../engine/engine';
import type { Trx } from '../../engine/store';
import type { Harness } from './harness';

/** A transaction that has done its work and holds its locks. */
export interface HeldOpen<T> {
	readonly value: T;
	/** Lets it end. */
	commit(): Promise<void>;
}

/**
 * Does `work` in a transaction that stays open until it is told to end: what another process looks like that is in the
 * middle of something.
 *
 * @example
 * const other = await holdOpen(engine, (trx) => queueBehind(trx, 'survey.lock'));
 */
export async function holdOpen<T>(engine: Engine, work: (trx: Trx) => Promise<T>): Promise<HeldOpen<T>> {
	const held = Promise.withResolvers<void>();
	const done = Promise.withResolvers<T>();
	const ended = engine.transaction(async (trx) => {
		done.resolve(await work(trx));
		await held.promise;
	});
	ended.catch(done.reject);
	return {
		value: await done.promise,
		async commit() {
			held.resolve();
			await ended;
		},
	};
}

/**
 * Whether `work` waits for a lock of a transaction that is open. False when it ends without waiting. On SQLite everything
 * waits for the one transaction there is, so nothing is asked of the database there.
 */
export async function waitsForLock({ config, engine }: Harness, work: Promise<unknown>): Promise<boolean> {
	let ended = false;
	const end = () => void (ended = true);
	work.then(end, end);
	await new Promise(setImmediate);
	if (config.kind === 'sqlite') return !ended;
	while (!ended) {
		const { rows } = await engine.store.read((db) =>
			sql`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(
				db,
			),
		);
		if (rows.length > 0) return true;
	}
	return false;
}
