import { insertMany, wakeOthers, type Trx } from '../store';
import { ORDINARY, type Precedence } from './precedence';
import type { Timer } from './types';

/**
 * Sets each subject's next timer, in place of the one it had. In the transaction of the change that moved it.
 *
 * @param timers with whose turn they wait for, where they are about a request or for a department
 */
export async function setTimers(trx: Trx, timers: readonly (Timer & Partial<Precedence>)[]): Promise<void> {
	const rows = timers.map(({ subject, kind, dueAt, revision, lane, urgency }) => ({
		subject,
		kind,
		due_at: dueAt,
		revision,
		attempts: 0,
		last_error: null,
		lane: lane ?? ORDINARY.lane,
		urgency: urgency ?? ORDINARY.urgency,
	}));
	if (rows.length === 0) return;
	await insertMany(trx, 'timer', rows, { on: 'update', key: ['subject'] });
	wakeOthers(trx);
}
