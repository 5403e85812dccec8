import { inChunks, locked, nounsOf, type Queryable, type Trx } from '../store';
import type { Timer } from './types';

const timers = nounsOf<'timer', Timer, 'attempts' | 'last_error'>('timer', 'attempts', 'last_error');

/**
 * Timers of these kinds due at `now`, the most overdue first. Read without a lock: whoever fires them looks again.
 * Other kinds belong to a newer version that works on the same database, and would fill up the batch here.
 */
export async function dueTimers(
	db: Queryable,
	kinds: readonly string[],
	now: number,
	limit: number,
): Promise<Timer[]> {
	const due = db.selectFrom('timer').selectAll().where('due_at', '<=', now).where('kind', 'in', kinds);
	return await timers.read(due.orderBy('due_at').limit(limit));
}

/** Of these subjects' timers, those still due, locked. The caller holds the subjects already. */
export async function takeTimers(trx: Trx, subjects: readonly string[], now: number): Promise<Timer[]> {
	const due = trx
		.selectFrom('timer')
		.selectAll()
		.where('subject', 'in', subjects)
		.where('due_at', '<=', now)
		.orderBy('due_at');
	return await timers.read(locked(trx, due, 'wait'));
}

/** The instant the next timer of these kinds is due at, or undefined when none is set. */
export async function nextTimerAt(db: Queryable, kinds: readonly string[]): Promise<number | undefined> {
	const row = await db
		.selectFrom('timer')
		.select('due_at')
		.where('kind', 'in', kinds)
		.orderBy('due_at')
		.limit(1)
		.executeTakeFirst();
	return row?.due_at;
}

/** Removes the timers of these subjects. Whoever calls it holds the subjects' locks. */
export async function cancelTimers(trx: Trx, subjects: readonly string[]): Promise<void> {
	await inChunks(subjects, async (chunk) => {
		await trx.deleteFrom('timer').where('subject', 'in', chunk).execute();
	});
}

export async function postponeTimer(trx: Trx, subject: string, dueAt: number, error: string): Promise<void> {
	await trx
		.updateTable('timer')
		.set((eb) => ({ due_at: dueAt, attempts: eb('attempts', '+', 1), last_error: error.slice(0, 500) }))
		.where('subject', '=', subject)
		.execute();
}
