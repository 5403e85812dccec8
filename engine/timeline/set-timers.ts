import { insertMany, type Trx } from '../store';
import type { Timer } from './types';

/** Sets each subject's next timer, in place of the one it had. In the transaction of the change that moved it. */
export async function setTimers(trx: Trx, timers: readonly Timer[]): Promise<void> {
	const rows = timers.map(({ subject, kind, dueAt, revision }) => ({
		subject,
		kind,
		due_at: dueAt,
		revision,
		attempts: 0,
		last_error: null,
	}));
	await insertMany(trx, 'timer', rows, { on: 'update', key: ['subject'] });
}
