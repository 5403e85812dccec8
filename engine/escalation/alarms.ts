import type { OwnerFields, TimelineEvent } from '../event';
import { byUrgency, type Request } from '../sla';
import type { Trx } from '../store';
import { listenersTo, writtenSince } from '../timeline';

/** Somebody is to hear that a run found nobody, or that nobody has reacted. */
export interface RunAlarm {
	readonly type: 'escalation.nobody' | 'escalation.exhausted';
	readonly request: Request;
	/** @param quietUntil ISO 8601, where this is the last for now */
	readonly event: (quietUntil: OwnerFields['quietUntil']) => TimelineEvent;
}

const HOUR_MS = 3_600_000;
/** Of one type about one department, to the same workflows. */
const ALARMS_AN_HOUR = 12;

/**
 * In a storm so many about a department within an hour, the urgent first; the last of them says until when there is quiet. The
 * runs themselves go on saying what became of them. What another workflow heard does not count.
 */
export async function soundAlarms(
	trx: Trx,
	alarms: readonly RunAlarm[],
	now: number,
): Promise<TimelineEvent[]> {
	if (alarms.length === 0) return [];
	const types = [...new Set(alarms.map(({ type }) => type))];
	const listenersOf = await listenersTo(trx, now);
	const keyOf = (event: Parameters<typeof listenersOf>[0]): string =>
		[event.type, event.departmentId, ...listenersOf(event).sort()].join(' ');
	const before = await writtenSince(trx, types, now - HOUR_MS);
	const sounded = new Map(
		[...Map.groupBy(before, keyOf)].map(([key, events]) => [key, events.map(({ at }) => at)]),
	);
	return [...alarms]
		.sort((a, b) => byUrgency(a.request, b.request))
		.flatMap(({ type, request, event }) => {
			const key = keyOf({ type, ...request });
			const so = sounded.get(key) ?? [];
			if (so.length >= ALARMS_AN_HOUR) return [];
			sounded.set(key, [...so, now]);
			const isLast = so.length + 1 === ALARMS_AN_HOUR;
			return [event(isLast ? new Date(Math.min(now, ...so) + HOUR_MS).toISOString() : null)];
		});
}
