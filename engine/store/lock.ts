import { PostgresAdapter, type SelectQueryBuilder } from 'kysely';
import type { Trx } from './trx';
import type { Schema } from './schema';

/**
 * Locks the rows a query finds until the transaction ends. `wait` queues behind whoever holds them, `skip`
 * leaves those rows out. SQLite has one writer at a time, so there a transaction is lock enough.
 *
 * Order of locks, everywhere: request, then escalation run, then timer. Keeping it is what rules out deadlocks.
 */
export function locked<T extends keyof Schema, O>(
	trx: Trx,
	query: SelectQueryBuilder<Schema, T, O>,
	mode: 'wait' | 'skip',
): SelectQueryBuilder<Schema, T, O> {
	if (!(trx.getExecutor().adapter instanceof PostgresAdapter)) return query;
	return mode === 'wait' ? query.forUpdate() : query.forUpdate().skipLocked();
}
