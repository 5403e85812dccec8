import { delayBefore, type Timing } from './steps';
import type { Run } from './types';

/** The run while its request is paused: it keeps what is left of its delay, in the time that its next level counts in. */
export function waiting(run: Run, timing: Timing, now: number): Run {
	const nextAt = Math.max(run.nextAt ?? now, now);
	const leftMs = isElapsed(run, timing) ? nextAt - now : timing.calendar.between(now, nextAt);
	return { ...run, state: 'waiting', nextAt: undefined, leftMs, revision: run.revision + 1 };
}

/** The run from when its request goes on. What was due already is due at once, by night too. */
export function goingOn(run: Run, timing: Timing, now: number): Run {
	const { leftMs = 0 } = run;
	const nextAt = leftMs === 0 || isElapsed(run, timing) ? now + leftMs : timing.calendar.add(now, leftMs);
	return { ...run, state: 'active', nextAt, leftMs: undefined, revision: run.revision + 1 };
}

const isElapsed = ({ pass, level }: Run, { policy }: Timing): boolean =>
	delayBefore(policy, { pass, level })?.countedIn === 'elapsed';
