/**
 * How often a delivery is tried before it rests as a dead letter, and as often again where executions never end; and how long between two tries: five seconds at first,
 * twice as long each time, half an hour at most. Six hours in all, so that a mail server may be down for a night's repair.
 */
export const MAX_ATTEMPTS = 20;
/** Milliseconds until the next try after so many (from 1) have failed: 5 s, doubled each time, at most 30 minutes. */
export const backoffMs = (tries: number): number => Math.min(5_000 * 2 ** (tries - 1), 30 * 60_000);

/**
 * Until when nobody else gets it. After each attempt of which nothing was heard it is longer by the pause that there is after a
 * failure: a process that dies of what it is given is not given it again at once.
 */
export const leaseUntil = (now: number, leaseMs: number, lapses: number): number =>
	now + leaseMs + (lapses > 0 ? backoffMs(lapses) : 0);
