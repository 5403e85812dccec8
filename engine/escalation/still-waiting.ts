import type { TimelineEvent } from '../event';
import { distinct } from '../records';
import { waitsOf, type Wait } from '../sla';
import type { Trx } from '../store';
import { runEvent } from './run-events';
import type { RunLookup } from './run-lookup';
import type { Notification } from './types';

/** Overdue requests still wait for somebody else: those of the last level that was notified hear of it, once. */
export async function noticesOf(
	trx: Trx,
	lookups: readonly RunLookup[],
	now: number,
): Promise<TimelineEvent[]> {
	const waits = await waitsOf(trx, distinct(lookups.map(({ request }) => request.id)));
	return lookups.flatMap((lookup) => {
		const wait = waits.get(lookup.request.id);
		return wait ? noticeOf(lookup, wait, now) : [];
	});
}

function noticeOf(
	{ run, policy, story, people, notified }: RunLookup,
	wait: Wait,
	now: number,
): TimelineEvent[] {
	const last = notified.reduce((latest, one) => Math.max(latest, stepOf(one)), 0);
	const members = distinct(notified.flatMap((one) => (stepOf(one) === last ? [one.memberId] : []))).flatMap(
		(id) => people.members.get(id) ?? [],
	);
	return members
		.filter(({ active }) => active)
		.map((member) =>
			runEvent(story, 'escalation.stillWaiting', `stillWaiting:${run.revision}:${member.id}`, now, {
				policyName: policy.name,
				waitsSince: new Date(wait.since).toISOString(),
				waitsFor: wait.reason ?? null,
				memberId: member.id,
				memberName: member.name,
				memberEmail: member.email ?? null,
				memberLocale: member.locale,
			}),
		);
}

const stepOf = ({ pass, level }: Notification): number => pass * 1_000 + level;
