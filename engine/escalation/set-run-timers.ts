import { findRequests } from '../sla';
import type { Trx } from '../store';
import { precedenceOf, setTimers } from '../timeline';
import { pluck } from '../pluck';
import type { Run } from './types';

export const RUN_TIMER = 'escalation';

/** Sets the timers of these runs' next levels, for the department that holds the request; none where every level was notified. */
export async function setRunTimers(trx: Trx, runs: readonly Run[]): Promise<void> {
	const due = runs.flatMap(({ id, requestId, nextAt, revision }) =>
		nextAt === undefined ? [] : [{ subject: id, kind: RUN_TIMER, dueAt: nextAt, revision, requestId }],
	);
	if (due.length === 0) return;
	const requests = new Map(
		(await findRequests(trx, pluck(due, 'requestId'), 'id')).map((request) => [request.id, request]),
	);
	await setTimers(
		trx,
		due.map(({ requestId, ...timer }) => {
			const request = requests.get(requestId);
			return { ...timer, ...(request && precedenceOf(request)) };
		}),
	);
}
