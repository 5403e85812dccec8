import type { Engine } from '../engine';
import type { TimelineEvent } from '../event';
import { distinct } from '../records';
import { byUrgency } from '../sla';
import type { Trx } from '../store';
import { setTimers, whoListens } from '../timeline';
import { insertNotifications, loadsOf, type Load } from './notification-repository';
import { notifyEvent, type NotifyLookup } from './notify';
import { SUMMARY_TIMER, summarySubject } from './summary-timers';
import type { Notification } from './types';

/** Somebody to be notified, and what the message is made from. */
export interface Telling extends NotifyLookup {
	readonly notification: Notification;
	readonly dueAt: number;
}

const HOUR_MS = 3_600_000;
/** Messages of their own that somebody gets within an hour; the rest are told in a summary. */
const MESSAGES_AN_HOUR = 12;
/** A message about an urgent request is sent up to this many, those about others included. */
const URGENT_MESSAGES_AN_HOUR = 24;
/** What comes together goes into one summary. */
const GATHER_MS = 60_000;
/** From one summary to the next. */
const BETWEEN_SUMMARIES_MS = 10 * 60_000;

/**
 * Notifies people, each with a message of their own: in a storm so many an hour, the urgent first, and the rest in a summary.
 * Where no workflow sends summaries, everybody gets every message.
 *
 * @returns the events of the messages, for the caller to append
 */
export async function tellPeople(
	engine: Engine,
	trx: Trx,
	tellings: readonly Telling[],
): Promise<TimelineEvent[]> {
	if (tellings.length === 0) return [];
	const now = engine.now();
	const loads = new Map(await loadsOf(trx, membersOf(tellings), now - HOUR_MS));
	const isHeard = await whoListens(trx, now);
	const put = new Set<Telling>();
	for (const telling of [...tellings].sort((a, b) => byUrgency(a.story.request, b.story.request))) {
		const { memberId } = telling.notification;
		const { request } = telling.story;
		const load = loads.get(memberId) ?? NO_LOAD;
		const most = request.priority === 'urgent' ? URGENT_MESSAGES_AN_HOUR : MESSAGES_AN_HOUR;
		const isHeld = load.sent >= most && isHeard({ type: 'escalation.summary', ...request });
		if (isHeld) put.add(telling);
		else loads.set(memberId, { ...load, sent: load.sent + 1 });
	}
	await insertNotifications(
		trx,
		tellings.map((one) => (put.has(one) ? { ...one.notification, heldAt: now } : one.notification)),
	);
	await setTimers(
		trx,
		membersOf([...put]).map((memberId) => ({
			subject: summarySubject(memberId),
			kind: SUMMARY_TIMER,
			dueAt: summaryDueAt(loads.get(memberId) ?? NO_LOAD, now),
			revision: 1,
		})),
	);
	return tellings.filter((one) => !put.has(one)).map((one) => notifyEvent(one.notification, one, one.dueAt));
}

const NO_LOAD: Load = { sent: 0, heldSince: undefined, lastSummaryAt: undefined };

const membersOf = (tellings: readonly Telling[]): string[] =>
	distinct(tellings.map(({ notification }) => notification.memberId));

/** Soon after the first thing that waits, and not too soon after the last summary. */
const summaryDueAt = ({ heldSince, lastSummaryAt = -Infinity }: Load, now: number): number =>
	Math.max((heldSince ?? now) + GATHER_MS, lastSummaryAt + BETWEEN_SUMMARIES_MS);
