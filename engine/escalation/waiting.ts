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
	return { ...run, state: 'waiting', nextAt: noticeAt(timing, now), leftMs, revision: run.revision + 1 };
}

/** A run that is at its end while its request is paused: nothing further is to come but that word. */
export const atRest = (run: Run, timing: Waited, now: number): Run => ({
	...run,
	nextAt: noticeAt(timing, now),
	revision: run.revision + 1,
});

/** The same once its request goes on, or the word was said. */
export const quiet = (run: Run): Run => ({ ...run, nextAt: undefined, revision: run.revision + 1 });

const noticeAt = ({ policy, calendar }: Waited, now: number): number =>
	dueAfter(policy.waitingNoticeAfter ?? TWO_DAYS, now, calendar);

/** The run from when its request goes on. What was due already is due at once, by night too. */
export function goingOn(run: Run, timing: Timing, now: number): Run {
	const { leftMs = 0 } = run;
	const nextAt = leftMs === 0 || isElapsed(run, timing) ? now + leftMs : timing.calendar.add(now, leftMs);
	return { ...run, state: 'active', nextAt, leftMs: undefined, revision: run.revision + 1 };
}

const isElapsed = ({ pass, level }: Run, { policy }: Timing): boolean =>
	delayBefore(policy, { pass, level })?.countedIn === 'elapsed';
