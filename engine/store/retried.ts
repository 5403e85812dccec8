import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

const SERIALIZATION_FAILURES = new Set(['40001', '40P01']);
/** Two transactions have written the same key: the second, done again, finds what the first wrote. */
const UNIQUE_VIOLATION = '23505';
/** More often it is no race but a mistake, which is reported. */
const MOST_RACES = 6;
const SQLITE_BUSY = 5;
/** Longer than any transaction of ours takes. */
const LONGEST_WAIT_MS = 10_000;
/** Between a half and one, so that those who wait for each other do not move in step. */
const jitter = () => 0.5 + randomInt(500) / 1000;

/** Runs `work` again when it lost against somebody else's transaction: then nothing of it was done. */
export async function retried<T>(work: () => Promise<T>): Promise<T> {
	const giveUpAt = performance.now() + LONGEST_WAIT_MS;
	for (let attempt = 1; ; attempt++) {
		try {
			return await work();
		} catch (error) {
			const isRace = codeOf(error) === UNIQUE_VIOLATION && attempt < MOST_RACES;
			if (!(lostAgainstAnother(error) || isRace) || performance.now() > giveUpAt) throw error;
			await sleep(Math.min(2 ** attempt, 50) * jitter());
		}
	}
}

function lostAgainstAnother(error: unknown): boolean {
	const { errcode } = error as { errcode?: unknown };
	return errcode === SQLITE_BUSY || SERIALIZATION_FAILURES.has(codeOf(error));
}

const codeOf = (error: unknown): string => String((error as { code?: unknown }).code);
