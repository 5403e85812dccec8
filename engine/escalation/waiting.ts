import { delayBefore, dueAfter, type Timing } from './steps';
import type { Delay, Policy, Run } from './types';

const TWO_DAYS: Delay = { delayMs: 0, delayDays: 2, countedIn: 'working' };

/** What a run's waiting is reckoned by. */
type Waited = Timing & { readonly policy: Pick<Policy, 'waitingNoticeAfter'> };

/**
 * The run while its request is paused: it keeps what is left of its delay, in the time that its next level counts in. Once it has
 * waited for two working days, or as long as the policy says, whoever was notified last hears that it still does.
 */
export function waiting(run: Run, timing: Waited, now: number): Run {
	const due = Math.max(run.nextAt ?? now, now);
	const leftMs = isElapsed(run, timing) ? due - now : timing.calendar.between(now, due);
	const nextAt = dueAfter(timing.policy.waitingNoticeAfter ?? TWO_DAYS, now, timing.calendar);
	return { ...run, state: 'waiting', nextAt, leftMs, revision: run.revision + 1 };
}

/** The run from when its request goes on. What was due already is due at once, by night too. */
export function goingOn(run: Run, timing: Timing, now: number): Run {
	const { leftMs = 0 } = run;
	const nextAt = leftMs === 0 || isElapsed(run, timing) ? now + leftMs : timing.calendar.add(now, leftMs);
	return { ...run, state: 'active', nextAt, leftMs: undefined, revision: run.revision + 1 };
}

const isElapsed = ({ pass, level }: Run, { policy }: Timing): boolean =>
	delayBefore(policy, { pass, level })?.countedIn === 'elapsed';
