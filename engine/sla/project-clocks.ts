import type { Trx } from '../store';
import { cancelTimers, setTimers, type Timer } from '../timeline';
import { computeClock } from './clock';
import { planClock, type ClockPlan } from './plan-clock';
import { saveClocks } from './clock-repository';
import type { ClockSource } from './clock-sources';
import type { ClockReading, ClockRecord, Threshold } from './types';
import { pluck } from '../pluck';

export const CLOCK_TIMER = 'clock';

/** A clock before and after it was read again. */
export interface Projected {
	readonly source: ClockSource;
	readonly before: ClockRecord;
	readonly after: ClockRecord;
	readonly reading: ClockReading;
	/** Thresholds reached and not announced before; announced by this projection if `announce` was asked for. */
	readonly reached: readonly Threshold[];
}

/**
 * Reads clocks from their facts, writes what they say, and sets or cancels each one's timer: the only place that does.
 * Rebuilding everything from the facts is this with every clock there is.
 *
 * @param announce whether thresholds reached by now count as announced (the caller writes their events)
 */
export async function projectClocks(
	trx: Trx,
	sources: readonly ClockSource[],
	now: number,
	announce: boolean,
): Promise<Projected[]> {
	const projected = sources.map((source) => projectClock(source, now, announce));
	const changed = projected.filter(({ before, after }) => isChanged(before, after));
	await saveClocks(trx, pluck(changed, 'after'));
	await setTimers(trx, changed.flatMap(timerOf));
	const idle = changed.filter(
		({ before, after }) => before.nextAt !== undefined && after.nextAt === undefined,
	);
	await cancelTimers(
		trx,
		idle.map(({ after }) => after.id),
	);
	return projected;
}

const isChanged = (before: ClockRecord, after: ClockRecord): boolean =>
	(Object.keys(after) as (keyof ClockRecord)[]).some((key) =>
		key === 'fired' ? before.fired.join() !== after.fired.join() : before[key] !== after[key],
	);

/** When a clock wants to be looked at again, if ever. */
export function timerOf({ source: { request }, after: clock }: Projected): Timer[] {
	return clock.nextAt === undefined
		? []
		: [{ subject: clock.id, kind: CLOCK_TIMER, dueAt: clock.nextAt, revision: request.lastSeq }];
}

function projectClock(source: ClockSource, now: number, announce: boolean): Projected {
	const { record: before, agreement, calendar } = source;
	const terms = { metric: before.metric, agreement, calendar: calendar.calendar };
	const reading = computeClock(source.facts, terms, now);
	const firedBefore = reading.cycle === before.cycle ? before.fired : [];
	const plan = planClock(reading, firedBefore, now);
	const fired = announce ? [...firedBefore, ...pluck(plan.reached, 'name')] : firedBefore;
	const breachedNow = plan.reached.some(({ name }) => name === 'breach');
	const after: ClockRecord = {
		...before,
		agreementVersion: agreement.version,
		calendarId: calendar.id,
		calendarRevision: calendar.revision,
		tzVersion: process.versions.tz ?? '',
		cycle: reading.cycle,
		state: reading.state,
		targetMs: reading.targetMs,
		elapsedMs: reading.elapsedMs,
		dueAt: reading.dueAt,
		nextAt: nextAt(plan, announce, now),
		fired,
		breachedAt: announce && breachedNow ? reading.dueAt : before.breachedAt,
	};
	return { source, before, after, reading, reached: plan.reached };
}

/** What has been reached and is not announced yet is due at once. */
function nextAt(plan: ClockPlan, announce: boolean, now: number): number | undefined {
	if (announce || plan.reached.length === 0) return plan.nextAt;
	return Math.min(...plan.reached.map(({ at }) => at ?? now));
}
