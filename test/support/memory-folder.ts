import { mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { join } from 'node:path';

const MEMORY = '/dev/shm';
/** A container may give its memory file system 64 MB only, too little for a database server. */
const WANTED_BYTES = 1024 ** 3;

/**
 * A folder in memory, where the machine has one: SQLite waits for the disk at every commit, and this wait was a third of
 * the time of the tests. Without one, undefined: the tests then use the disk.
 */
export function makeMemoryFolder(): string | undefined {
	try {
		const { bavail, bsize } = statfsSync(MEMORY);
		return bavail * bsize < WANTED_BYTES ? undefined : mkdtempSync(join(MEMORY, 'icrm-tests-'));
	} catch {
		return undefined;
	}
}

/** From now on, every temporary file of this process and of those it starts lies in `folder`, and goes with it. */
export function useForTemporaryFiles(folder: string | undefined): void {
	if (!folder) return;
	process.env.TMPDIR = folder;
	process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
}
