import type { OwnerFields, TimelineEvent } from '../event';
import type { Trx } from '../store';
import { writtenSince } from '../timeline';

/** Somebody is to hear that a run found nobody, or that nobody has reacted. */
export interface RunAlarm {
	readonly type: 'escalation.nobody' | 'escalation.exhausted';
	/** The department that holds the request. */
	readonly departmentId: string;
	/** @param quietUntil ISO 8601, where this is the last for now */
	readonly event: (quietUntil: OwnerFields['quietUntil']) => TimelineEvent;
}

const HOUR_MS = 3_600_000;
/** Of one type about one department. */
export const ALARMS_AN_HOUR = 12;

/**
 * In a storm so many about a department within an hour; the last of them says until when there is quiet. The runs themselves
 * go on saying what became of them.
 */
export async function soundAlarms(
	trx: Trx,
	alarms: readonly RunAlarm[],
	now: number,
): Promise<TimelineEvent[]> {
	if (alarms.length === 0) return [];
	const before = await writtenSince(trx, [...new Set(alarms.map(({ type }) => type))], now - HOUR_MS);
	const sounded = Map.groupBy(before, ({ type, departmentId }) => `${type} ${departmentId}`);
	return alarms.flatMap(({ type, departmentId, event }) => {
		const key = `${type} ${departmentId}`;
		const so = (sounded.get(key) ?? []).map(({ at }) => at);
		if (so.length >= ALARMS_AN_HOUR) return [];
		sounded.set(key, [...(sounded.get(key) ?? []), { type, departmentId, at: now }]);
		const first = Math.min(now, ...so);
		const isLast = so.length + 1 === ALARMS_AN_HOUR;
		return [event(isLast ? new Date(first + HOUR_MS).toISOString() : null)];
	});
}
