import { findMembers, lockMembers } from '../directory';
import type { Engine } from '../engine';
import { eventOf, type TimelineEvent } from '../event';
import { pluck } from '../pluck';
import type { Trx } from '../store';
import { appendEvents, listenersTo, setTimers, type TimerHandler } from '../timeline';
import { lockHeld, updateNotifications, whoWaits } from './notification-repository';
import { findOverdue, worstOf, type Overdue } from './overdue';
import type { Notification } from './types';

export const SUMMARY_TIMER = 'escalation-summary';
const PREFIX = 'summary:';

export const summarySubject = (memberId: string): string => PREFIX + memberId;
const memberOf = (subject: string): string => subject.slice(PREFIX.length);

/** What somebody was not sent a message of for each goes to them in one. */
export const summaryTimers: TimerHandler = {
	kind: SUMMARY_TIMER,
	lock: async (trx, subjects) =>
		(await lockMembers(trx, subjects.map(memberOf), 'skip')).map(({ id }) => summarySubject(id)),
	async fire(engine, trx, timers) {
		const held = await lockHeld(
			trx,
			timers.map(({ subject }) => memberOf(subject)),
		);
		const groups = await groupsOf(trx, held, engine.now());
		await updateNotifications(
			trx,
			groups.flatMap(({ id, notifications }) =>
				notifications.map((one) => ({ ...one, summedUpAt: engine.now(), summaryId: id })),
			),
		);
		await appendEvents(engine, trx, await summariesOf(engine, trx, groups));
	},
};

/** Wakes what waits for a workflow that sends summaries. */
export const wakeSummaries = async (engine: Engine, trx: Trx): Promise<void> =>
	await setTimers(
		trx,
		(await whoWaits(trx)).map((memberId) => ({
			subject: summarySubject(memberId),
			kind: SUMMARY_TIMER,
			dueAt: engine.now(),
			revision: 1,
		})),
	);

/** What one summary tells one person. */
interface Group {
	readonly id: string;
	readonly memberId: string;
	readonly notifications: readonly Notification[];
	readonly overdue: readonly Overdue[];
}

/**
 * By person, and by the workflows that hear of the requests: one that listens to a single department gets a summary of that
 * department alone. What nobody hears of goes on waiting.
 */
async function groupsOf(trx: Trx, held: readonly Notification[], now: number): Promise<Group[]> {
	const overdueOf = await findOverdue(trx, held);
	const listenersOf = await listenersTo(trx, now);
	const groups = Map.groupBy(held, ({ memberId, runId }) => {
		const about = overdueOf.get(runId);
		const listeners = about ? listenersOf({ type: 'escalation.summary', ...about.story.request }) : [];
		return listeners.length === 0 ? undefined : [memberId, ...listeners.sort()].join(' ');
	});
	return [...groups.entries()].flatMap(([key, notifications], index) => {
		const memberId = notifications[0]?.memberId;
		if (key === undefined || memberId === undefined) return [];
		const overdue = notifications.flatMap(({ runId }) => overdueOf.get(runId) ?? []);
		return [{ id: `${PREFIX}${memberId}:${now}:${index + 1}`, memberId, notifications, overdue }];
	});
}

async function summariesOf(engine: Engine, trx: Trx, groups: readonly Group[]): Promise<TimelineEvent[]> {
	const members = await findMembers(trx, pluck(groups, 'memberId'));
	return groups.flatMap(({ id, memberId, notifications, overdue }) => {
		const member = members.get(memberId);
		const [worst] = worstOf(overdue, 1);
		const [first] = notifications;
		if (!member || !worst || !first) return [];
		const { serviceId, departmentId } = worst.story.request;
		const subject = { id, subject: memberId, serviceId, departmentId, at: engine.now() };
		return eventOf('escalation.summary', subject, {
			notificationId: first.id,
			count: overdue.length,
			worst: worstOf(overdue).map(({ fields }) => fields),
			memberId,
			memberName: member.name,
			memberEmail: member.email ?? null,
			memberLocale: member.locale,
		});
	});
}
