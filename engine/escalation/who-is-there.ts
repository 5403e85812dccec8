import type { Trx } from '../store';
import { pluck } from '../pluck';
import { peopleAround } from './people-around';
import { findRuns } from './run-repository';
import { tellRuns } from './run-events';
import { lookupAt } from './steps';
import type { Notification } from './types';
import { whoToTell } from './who-to-tell';

/**
 * What waited for somebody who has left meanwhile, or is away, goes to whoever stands in for them, else to the head of the
 * department that holds the request.
 */
export async function toWhoIsThere(
	trx: Trx,
	notifications: readonly Notification[],
	now: number,
): Promise<Notification[]> {
	const runs = await findRuns(trx, pluck(notifications, 'runId'));
	const stories = await tellRuns(trx, [...runs.values()]);
	const people = await peopleAround(
		trx,
		{
			members: pluck(notifications, 'memberId'),
			departments: [...stories.values()].map(({ request }) => request.departmentId),
		},
		now,
		now,
	);
	return notifications.map((one) => {
		const request = stories.get(one.runId)?.request;
		if (!request) return one;
		const lookup = lookupAt({ policy: { levels: [], repeat: 0 }, request, people }, 0, now);
		const [told] = [
			...whoToTell([{ kind: 'member', memberId: one.memberId }], lookup),
			...whoToTell([{ kind: 'departmentHead' }], lookup),
		];
		return told === undefined || told.memberId === one.memberId ? one : { ...one, ...told };
	});
}
