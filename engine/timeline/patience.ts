/** How long the pump waits, and for what. All in ms. */
export interface Patience {
	/** Other processes write too. While this one does not hear of it, it looks again after this long at the latest. */
	readonly longestSleepMs: number;
	/** While it does hear of it, it still looks now and then: a word may be lost. */
	readonly safetyMs: number;
	/** Something is due, but another process holds it at this moment. */
	readonly heldElsewhereMs: number;
	/** How often a subscription is marked as listening. */
	readonly heartbeatMs: number;
	/** After a failure, and twice as long after each further one, up to the longest. */
	readonly firstBackoffMs: number;
	readonly longestBackoffMs: number;
	/** A complaint is not repeated sooner than this. */
	readonly sayAgainMs: number;
}

export const PATIENCE: Patience = {
	longestSleepMs: 5_000,
	safetyMs: 60_000,
	heldElsewhereMs: 100,
	heartbeatMs: 10 * 60_000,
	firstBackoffMs: 1_000,
	longestBackoffMs: 30_000,
	sayAgainMs: 60_000,
};

/** The pause after the n-th failure in a row, in ms. */
export const backoffAfter = (failures: number, patience: Patience): number =>
	Math.min(patience.firstBackoffMs * 2 ** (failures - 1), patience.longestBackoffMs);

/**
 * Says a message unless one was said less than `everyMs` ago, and returns whether it did: a fault that lasts must not
 * fill the log.
 */
export function rarely(
	everyMs: number,
	now: () => number,
	say: (message: string) => void,
): (message: string) => boolean {
	let saidAt = -Infinity;
	return (message) => {
		if (now() - saidAt < everyMs) return false;
		saidAt = now();
		say(message);
		return true;
	};
}
