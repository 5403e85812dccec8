import { openSync, readSync } from 'node:fs';

/** A clock that is somebody else's to move: it reads by how much from a file, each time that it is asked. */
export interface MovedClock {
	/** Epoch ms. */
	now(): number;
	/** By how much it is wrong, ms: what is not time that passed. */
	wrongBy(): number;
}

/** Bytes of the two numbers in the file. */
export const CLOCK_BYTES = 40;

/** What the file says: time that passed beside the real time, and by how much the clock is wrong. Always of the same length. */
export const clockText = (passedMs: number, wrongByMs: number): string =>
	`${passedMs} ${wrongByMs}`.padEnd(CLOCK_BYTES);

export function openClock(file: string): MovedClock {
	const descriptor = openSync(file, 'r');
	const buffer = Buffer.alloc(CLOCK_BYTES);
	const read = (): readonly number[] => {
		readSync(descriptor, buffer, 0, CLOCK_BYTES, 0);
		return buffer.toString('latin1').trim().split(' ').map(Number);
	};
	return {
		now() {
			const [passedMs = 0, wrongByMs = 0] = read();
			return Date.now() + passedMs + wrongByMs;
		},
		wrongBy: () => read()[1] ?? 0,
	};
}
