import { once } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { tellFigure } from '../../../scripts/stage/util/figures';

export interface Health {
	readonly answered: number;
	/** What was said instead of 200: another status, or `ECONNREFUSED` where nobody listened. */
	readonly refused: readonly string[];
	/** The longest that an answer took, less what the probe itself was late. */
	readonly longestMs: number;
}

export interface HealthWatch {
	/** To be called before n8n is ended, and once. */
	stop(): Promise<Health>;
}

/** Asks `/healthz` ten times a second from now on, from a thread of its own. */
export function watchHealth(baseUrl: string): HealthWatch {
	const probe = new Worker(join(__dirname, 'health-probe.js'), { workerData: { url: `${baseUrl}/healthz` } });
	// A test that fails does not stop it.
	probe.unref();
	return {
		async stop() {
			probe.postMessage('stop');
			const [seen] = (await once(probe, 'message')) as [Health];
			await probe.terminate();
			return seen;
		},
	};
}

/** Nobody who looks at n8n notices less. */
const UNNOTICED_MS = 1_000;
/** What a machine that others use as well adds to that. */
const BUSY_MS = 2_000;

/**
 * Tells the longest silence of a story in all its watches, as a figure: it is to be under a second. Asserted is what a busy machine
 * does not break: that it is not two seconds longer than that, or than what n8n is silent for without the pack. The embedded store
 * once held n8n for ten.
 *
 * @param plainMs the longest silence of an n8n without the pack that did the same, on the same machine just before
 */
export function expectNoSilence(id: string, seen: readonly Health[], plainMs = 0): void {
	const longest = Math.max(...seen.map(({ longestMs }) => longestMs));
	tellFigure(`${id}-longest-silence`, longest, 'ms');
	for (const { answered, refused } of seen) {
		expect(answered).toBeGreaterThan(0);
		expect(refused).toEqual([]);
	}
	expect(longest).toBeLessThan(Math.max(plainMs, UNNOTICED_MS) + BUSY_MS);
}
