import { stat } from 'node:fs/promises';
import type { StoreConfig } from './config';
import { hearPostgres } from './hear-postgres';
import { DEAF, type Hearing } from './hearing';
import type { Queryable } from './trx';

/**
 * Calls `onWrite` when another process may have written something that is due: PostgreSQL says so by itself; of a file it is seen
 * within five seconds.
 *
 * @param own what this process calls itself when it tells others
 */
export function hear(config: StoreConfig, db: Queryable, own: string, onWrite: () => void): Hearing {
	if (config.kind === 'postgres') return hearPostgres(config, db, own, onWrite);
	return config.file === ':memory:' ? DEAF : watchFile(`${config.file}-wal`, onWrite);
}

const LOOK_EVERY_MS = 5_000;

/** Every commit goes through this file first. */
function watchFile(file: string, onWrite: () => void): Hearing {
	let seen: number | undefined;
	const look = async () => {
		const changedAt = await stat(file).then(
			({ mtimeMs }) => mtimeMs,
			() => 0,
		);
		if (seen !== undefined && seen !== changedAt) onWrite();
		seen = changedAt;
	};
	void look();
	const timer = setInterval(() => void look(), LOOK_EVERY_MS).unref();
	return { hears: () => true, check: () => {}, close: () => clearInterval(timer) };
}
