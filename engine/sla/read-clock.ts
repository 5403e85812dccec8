import { computeClock } from './clock';
import { stateOf } from './describe-clock';
import type { ClockSource } from './clock-sources';
import type { ClockReading, ClockRecord } from './types';

/**
 * Reads a clock from its facts. One that cannot be computed, since its calendar has run out of openings, is alone in that:
 * it says what its row says, and why, so that nothing beside it stands still.
 *
 * @param now epoch ms, not before the last fact
 */
export function readClock(
	{ facts, record, agreement, calendar, termsAt }: Omit<ClockSource, 'request'>,
	now: number,
): ClockReading {
	const terms = { metric: record.metric, agreement, calendar: calendar.calendar };
	try {
		return computeClock(facts, terms, now, termsAt);
	} catch (error) {
		const reason = error instanceof Error ? error.message : String(error);
		return {
			...lastReading(record, facts[0]?.at ?? now),
			problem: `This clock cannot be computed with agreement '${agreement.name}' and calendar '${calendar.name}': ${reason.replace(/\.$/, '')}. Correct one of them; the clock then goes on by itself.`,
		};
	}
}

/** As it was last written; when it would be due, nobody can say. */
const lastReading = (record: ClockRecord, cycleStartedAt: number): ClockReading => ({
	metric: record.metric,
	state: stateOf(record),
	cycle: record.cycle,
	cycleStartedAt,
	targetMs: record.targetMs,
	dueAt: undefined,
	elapsedMs: record.elapsedMs,
	remainingMs: undefined,
	pausedMs: 0,
	stoppedAt: undefined,
	earlier: [],
	thresholds: [],
	segments: [],
});
