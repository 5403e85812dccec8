import type { ClockReading, Threshold } from './types';

/** What a clock asks for next: the thresholds it has passed unannounced, and when to look again. */
export interface ClockPlan {
	readonly reached: readonly Threshold[];
	/** Epoch ms; undefined when nothing is to come. */
	readonly nextAt: number | undefined;
}

/**
 * A threshold is announced once in a cycle. One that was passed before a reopening is not announced again by the cycle
 * that carries the time on.
 *
 * @param fired names of the thresholds announced in this cycle
 */
export function planClock(reading: ClockReading, fired: readonly string[], now: number): ClockPlan {
	if (!['running', 'paused', 'breached'].includes(reading.state)) return { reached: [], nextAt: undefined };
	const open = reading.thresholds.flatMap((threshold) => {
		const at = announcedAt(threshold);
		return at === undefined || fired.includes(threshold.name) || at < reading.cycleStartedAt
			? []
			: [{ threshold, at }];
	});
	const nextAt = Math.min(...open.filter(({ at }) => at > now).map(({ at }) => at));
	return {
		reached: open.filter(({ at }) => at <= now).map(({ threshold }) => threshold),
		nextAt: Number.isFinite(nextAt) ? nextAt : undefined,
	};
}

/** A breach is `now > due`: the first instant that is one comes a millisecond after. */
function announcedAt({ name, at }: Threshold): number | undefined {
	return at === undefined ? undefined : name === 'breach' ? at + 1 : at;
}
