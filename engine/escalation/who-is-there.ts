import type { Trx } from '../store';
import { pluck } from '../pluck';
import { peopleAround } from './people-around';
import type { Overdue } from './overdue';
import { lookupAt } from './steps';
import type { Notification } from './types';
import { whoToTell } from './who-to-tell';

/**
 * What waited for somebody who has left meanwhile, or is away, goes to whoever stands in for them, else to the head of the
 * department that holds the request.
 *
 * @param overdueOf what the notifications are about, by run
 */
export async function toWhoIsThere(
	trx: Trx,
	notifications: readonly Notification[],
	overdueOf: ReadonlyMap<string, Overdue>,
	now: number,
): Promise<Notification[]> {
	const people = await peopleAround(
		trx,
		{
			members: pluck(notifications, 'memberId'),
			departments: [...overdueOf.values()].map(({ story }) => story.request.departmentId),
		},
		now,
		now,
	);
	return notifications.map((one) => {
		const request = overdueOf.get(one.runId)?.story.request;
		if (!request) return one;
		const lookup = lookupAt({ policy: { levels: [], repeat: 0 }, request, people }, 0, now);
		const [told] = [
			...whoToTell([{ kind: 'member', memberId: one.memberId }], lookup),
			...whoToTell([{ kind: 'departmentHead' }], lookup),
		];
		return told === undefined || told.memberId === one.memberId ? one : { ...one, ...told };
	});
}
