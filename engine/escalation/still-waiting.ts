import type { TimelineEvent } from '../event';
import { distinct } from '../records';
import { waitsOf, type Wait } from '../sla';
import type { Trx } from '../store';
import { pluck } from '../pluck';
import { addresseeOf } from './addressee';
import { runEvent } from './run-events';
import type { RunLookup } from './run-lookup';
import { lookupAt } from './steps';
import type { Notification, TargetSpec } from './types';
import { ownerOf, whoToTell } from './who-to-tell';

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

function noticeOf(lookup: RunLookup, wait: Wait, now: number): TimelineEvent[] {
	const { run, policy, story, people } = lookup;
	return whoHears(lookup, now)
		.flatMap((id) => people.members.get(id) ?? [])
		.map((member) =>
			runEvent(story, 'escalation.stillWaiting', `stillWaiting:${run.revision}:${member.id}`, now, {
				policyName: policy.name,
				waitsSince: new Date(wait.since).toISOString(),
				waitsFor: wait.reason ?? null,
				...addresseeOf(member),
			}),
		);
}

/**
 * Whoever was notified last, or stands in for them. Where an acknowledgement called them off, whoever gave it; else whoever has
 * the request, or owns the policy.
 */
function whoHears({ run, policy, request, people, notified }: RunLookup, now: number): string[] {
	const at = lookupAt({ policy, request, people }, 1, now);
	const found = (targets: readonly TargetSpec[]) => pluck(whoToTell(targets, at), 'memberId');
	const named = (ids: readonly string[]) => found(ids.map((memberId) => ({ kind: 'member', memberId })));
	const last = notified.reduce((latest, one) => Math.max(latest, stepOf(one)), 0);
	const latest = distinct(notified.flatMap((one) => (stepOf(one) === last ? [one.memberId] : [])));
	const owner = ownerOf(at);
	const choices = [
		named(latest),
		named(run.acknowledgedBy === undefined ? [] : [run.acknowledgedBy]),
		found([{ kind: 'assignee' }]),
		owner ? [owner.memberId] : [],
	];
	return choices.find((ids) => ids.length > 0) ?? [];
}

const stepOf = ({ pass, level }: Notification): number => pass * 1_000 + level;
