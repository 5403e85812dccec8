/** How long an event loop let others wait, ms. */
export interface Gaps {
	/** Of a thousand who come at any instant, all but one wait no longer than this. */
	readonly p999Ms: number;
	readonly longestMs: number;
}

/** The probe asks for its turn this often. */
const EVERY_MS = 1;

/**
 * Watches the event loop that it runs in, until it is stopped, which returns what it saw. A timer of the same loop sees what
 * a request to n8n would; a histogram of delays alone would not: a loop that is held for ten seconds is one sample there
 * among thousands of short ones. So a gap counts as often as somebody could have come in it: one of 10 ms as waits of 10, 9,
 * 8 … 1 ms.
 */
export function watchLoop(): () => Gaps {
	const gaps: number[] = [];
	let last = performance.now();
	const look = () => {
		const now = performance.now();
		gaps.push(now - last);
		last = now;
	};
	const timer = setInterval(look, EVERY_MS);
	return () => {
		look();
		clearInterval(timer);
		return { p999Ms: waitAt(gaps, 0.999), longestMs: Math.max(...gaps) };
	};
}

/** @param gaps in ms. Returns what this share of all instants in them would have had to wait at most. */
export function waitAt(gaps: readonly number[], share: number): number {
	// Of a gap of g ms, the first g - w ms wait for longer than w. The longest wait is found whose share is small enough.
	const total = gaps.reduce((sum, gap) => sum + gap, 0);
	const longer = (wait: number) => gaps.reduce((sum, gap) => sum + Math.max(gap - wait, 0), 0);
	let [low, high] = [0, Math.max(0, ...gaps)];
	while (high - low > 0.01) {
		const middle = (low + high) / 2;
		if (longer(middle) > total * (1 - share)) low = middle;
		else high = middle;
	}
	return high;
}
