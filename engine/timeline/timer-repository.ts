import { inChunks, locked, nounsOf, type Queryable, type Trx } from '../store';
import { byPrecedence, type Precedence } from './precedence';
import type { Timer } from './types';
import { pluck } from '../pluck';

const timers = nounsOf<'timer', DueTimer, 'attempts' | 'last_error'>('timer', 'attempts', 'last_error');

/** A timer, and whose turn it waits for. */
export type DueTimer = Timer & Precedence;

/**
 * Timers of these kinds due at `now`, the most overdue first. Read without a lock: whoever fires them looks again.
 * Other kinds belong to a newer version that works on the same database, and would fill up the batch here.
 */
export async function dueTimers(
	db: Queryable,
	kinds: readonly string[],
	now: number,
	limit: number,
): Promise<DueTimer[]> {
	const due = db.selectFrom('timer').selectAll().where('due_at', '<=', now).where('kind', 'in', kinds);
	return await timers.read(due.orderBy('due_at').limit(limit));
}

/** The timers of these subjects, whether or not they are due. */
export async function findTimers(db: Queryable, subjects: readonly string[]): Promise<DueTimer[]> {
	return await timers.among(db, 'subject', subjects);
}

/** What is planned of these subjects waits for another turn from now on. Without a precedence it waits for the one it did. */
export async function moveTimers(
	trx: Trx,
	moved: readonly { readonly subject: string; readonly precedence: Precedence | undefined }[],
): Promise<void> {
	const known = new Map(
		moved.flatMap(({ subject, precedence }) => (precedence ? [[subject, precedence]] : [])),
	);
	for (const [precedence, subjects] of byPrecedence(known))
		await inChunks(subjects, async (chunk) => {
			await trx
				.updateTable('timer')
				.set({ ...precedence })
				.where('subject', 'in', chunk)
				.execute();
		});
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

/** Other kinds that timers are due of. */
export async function strangeKinds(db: Queryable, kinds: readonly string[], now: number): Promise<string[]> {
	const due = db.selectFrom('timer').select('kind').distinct().where('due_at', '<=', now);
	return pluck(await due.where('kind', 'not in', kinds).limit(5).execute(), 'kind');
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
