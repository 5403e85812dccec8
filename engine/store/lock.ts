import { PostgresAdapter, type SelectQueryBuilder } from 'kysely';
import type { Queryable } from './trx';
import type { Schema } from './schema';

/**
 * Locks the rows a query finds until the transaction ends, or the statement it is a part of. `wait` queues behind whoever holds them, `skip`
 * leaves those rows out. SQLite has one writer at a time, so there a transaction is lock enough.
 *
 * Order of locks, everywhere: directory, requests, escalation runs, surveys, invitations, heard sources, each subject's
 * timers after the subject, deliveries last. Rows of one table are locked in the order of their ids. Keeping this rules out
 * deadlocks.
 */
export function locked<T extends keyof Schema, O>(
	db: Queryable,
	query: SelectQueryBuilder<Schema, T, O>,
	mode: 'wait' | 'skip',
): SelectQueryBuilder<Schema, T, O> {
	if (!(db.getExecutor().adapter instanceof PostgresAdapter)) return query;
	return mode === 'wait' ? query.forUpdate() : query.forUpdate().skipLocked();
}
