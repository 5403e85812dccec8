import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { clockText } from '../worker/clock';

/** The clocks of a run: one for each process, which all show the same as long as none of them is wrong. */
export interface ClockBoard {
	/** The file that a process reads its time from. */
	fileOf(process: string): string;
	/** What a clock shows that is right, epoch ms. */
	now(): number;
	/** Time passes for everybody. */
	passes(ms: number): void;
	/** The clock of this process, or of all, is wrong by so much from now on. Zero puts it right. */
	isWrongBy(ms: number, process?: string): void;
	close(): void;
}

export function makeClockBoard(folder: string, processes: readonly string[]): ClockBoard {
	const clocks = processes.map((process) => {
		const file = join(folder, `clock-${process}`);
		return { process, file, descriptor: openSync(file, 'w'), wrongByMs: 0 };
	});
	let passedMs = 0;
	const show = (): void => {
		for (const { descriptor, wrongByMs } of clocks) writeSync(descriptor, clockText(passedMs, wrongByMs), 0);
	};
	show();
	return {
		fileOf: (process) => join(folder, `clock-${process}`),
		now: () => Date.now() + passedMs,
		passes(ms) {
			passedMs += ms;
			show();
		},
		isWrongBy(ms, process) {
			for (const clock of clocks)
				if (process === undefined || clock.process === process) clock.wrongByMs = ms;
			show();
		},
		close() {
			for (const { descriptor } of clocks) closeSync(descriptor);
		},
	};
}
