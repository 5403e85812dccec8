import { findMembers, lockMembers } from '../directory';
import type { Engine } from '../engine';
import { eventOf, type TimelineEvent } from '../event';
import { pluck } from '../pluck';
import type { Trx } from '../store';
import { appendEvents, listenersTo, setTimers, type TimerHandler } from '../timeline';
import { addresseeOf } from './addressee';
import { lockHeld, updateNotifications, whoWaits } from './notification-repository';
import { notifyEvent } from './notify';
import { eachOnce, findOverdue, worstOf, type Overdue } from './overdue';
import { lookUpRuns } from './run-lookup';
import { findRuns } from './run-repository';
import { toWhoIsThere } from './who-is-there';
import type { Notification } from './types';

export const SUMMARY_TIMER = 'escalation-summary';
const PREFIX = 'summary:';

export const summarySubject = (memberId: string): string => PREFIX + memberId;
const memberOf = (subject: string): string => subject.slice(PREFIX.length);

/** What somebody was not sent a message of for each goes to them in one. Where no workflow sends that any more, each goes by itself. */
export const summaryTimers: TimerHandler = {
	kind: SUMMARY_TIMER,
	lock: async (trx, subjects) =>
		(await lockMembers(trx, subjects.map(memberOf), 'skip')).map(({ id }) => summarySubject(id)),
	async fire(engine, trx, timers) {
		const now = engine.now();
		const waiting = await lockHeld(
			trx,
			timers.map(({ subject }) => memberOf(subject)),
		);
		const overdueOf = await findOverdue(trx, waiting);
		const held = await toWhoIsThere(trx, waiting, overdueOf, now);
		const listenersOf = await listenersTo(trx, now);
		const groups = groupsOf(held, { overdueOf, listenersOf, now });
		const summedUp = new Set(groups.flatMap(({ notifications }) => notifications));
		const single = held.filter((one) => {
			const request = overdueOf.get(one.runId)?.story.request;
			return (
				!summedUp.has(one) && request && listenersOf({ type: 'escalation.notify', ...request }).length > 0
			);
		});
		await updateNotifications(trx, [
			...groups.flatMap(({ id, notifications }) =>
				notifications.map((one) => ({ ...one, summedUpAt: now, summaryId: id })),
			),
			...single.map(({ heldAt: _, ...one }) => one),
		]);
		await appendEvents(engine, trx, [
			...(await summariesOf(engine, trx, groups)),
			...(await messagesOf(trx, single, now)),
		]);
	},
};

/** Wakes what waits for a workflow that sends summaries; of these requests alone, where some are given. */
export const wakeSummaries = async (
	engine: Engine,
	trx: Trx,
	requestIds?: readonly string[],
): Promise<void> =>
	await setTimers(
		trx,
		(await whoWaits(trx, requestIds)).map((memberId) => ({
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

interface Heard {
	readonly overdueOf: ReadonlyMap<string, Overdue>;
	readonly listenersOf: Awaited<ReturnType<typeof listenersTo>>;
	readonly now: number;
}

/**
 * By person, and by the workflows that hear of the requests: one that listens to a single department gets a summary of that
 * department alone. What nobody hears of is in none.
 */
function groupsOf(held: readonly Notification[], { overdueOf, listenersOf, now }: Heard): Group[] {
	const groups = Map.groupBy(held, ({ memberId, runId }) => {
		const about = overdueOf.get(runId);
		const listeners = about ? listenersOf({ type: 'escalation.summary', ...about.story.request }) : [];
		return listeners.length === 0 ? undefined : [memberId, ...listeners.sort()].join(' ');
	});
	return [...groups.entries()].flatMap(([key, notifications], index) => {
		const memberId = notifications[0]?.memberId;
		if (key === undefined || memberId === undefined) return [];
		const overdue = eachOnce(notifications.flatMap(({ runId }) => overdueOf.get(runId) ?? []));
		return [{ id: `${PREFIX}${memberId}:${now}:${index + 1}`, memberId, notifications, overdue }];
	});
}

/** The messages of notifications that go by themselves after all. */
async function messagesOf(
	trx: Trx,
	notifications: readonly Notification[],
	now: number,
): Promise<TimelineEvent[]> {
	const runs = await findRuns(trx, pluck(notifications, 'runId'));
	const lookups = new Map((await lookUpRuns(trx, [...runs.values()], now)).map((one) => [one.run.id, one]));
	return notifications.flatMap((notification) => {
		const lookup = lookups.get(notification.runId);
		return lookup ? notifyEvent(notification, lookup, now) : [];
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
			...addresseeOf(member),
		});
	});
}
