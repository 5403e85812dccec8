import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** A disk in memory that is small enough to be filled. */
export interface SmallDisk {
	readonly folder: string;
	fill(): void;
	makeRoom(): void;
	unmount(): void;
}

const MEGABYTE = 1024 ** 2;
const SIZE_MB = 32;

/** Undefined where this user may not mount one. */
export function mountSmallDisk(folder: string): SmallDisk | undefined {
	mkdirSync(folder, { recursive: true });
	try {
		execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${SIZE_MB}m`, 'tmpfs', folder], { stdio: 'ignore' });
	} catch {
		return undefined;
	}
	const ballast = join(folder, 'ballast');
	return {
		folder,
		fill() {
			const file = openSync(ballast, 'w');
			try {
				for (const bytes of [MEGABYTE, 4096]) fillBy(file, Buffer.alloc(bytes));
			} finally {
				closeSync(file);
			}
		},
		makeRoom: () => rmSync(ballast, { force: true }),
		unmount: () => void execFileSync('umount', ['-l', folder], { stdio: 'ignore' }),
	};
}

function fillBy(file: number, chunk: Buffer): void {
	for (;;) {
		try {
			if (writeSync(file, chunk) < chunk.length) return;
		} catch {
			return;
		}
	}
}
