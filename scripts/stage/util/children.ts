import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';

const children = new Set<ChildProcess>();
let apart = false;

/** As `spawn`, for a program that serves until it is told to end. */
export function spawnServer(command: string, args: readonly string[], options: SpawnOptions): ChildProcess {
	const child = spawn(command, args, { ...options, detached: apart });
	children.add(child);
	child.once('exit', () => children.delete(child));
	return child;
}

/** One press of Ctrl+C comes twice: from the terminal, and from `tsx` or `npm`, which pass on what they hear themselves. */
const SAME_PRESS_MS = 1_000;

/**
 * For a script that stands between a terminal and the servers it starts. A terminal sends Ctrl+C to all of them at once, but they
 * have to end in an order: n8n before its database and its queue. So from now on servers are started in process groups of their own,
 * and only this process hears it. Whenever it exits, what still runs of them is ended hard.
 *
 * @returns resolves at the first Ctrl+C or SIGTERM; the second exits at once
 */
export function untilAskedToEnd(): Promise<void> {
	apart = process.platform !== 'win32';
	process.once('exit', () => children.forEach(endHard));
	return new Promise((resolve) => {
		let askedAt: number | undefined;
		const hear = () => {
			askedAt ??= performance.now();
			if (performance.now() - askedAt > SAME_PRESS_MS) process.exit(130);
			resolve();
		};
		process.on('SIGINT', hear).on('SIGTERM', hear);
	});
}

/** With its own children: PostgreSQL is one of a process of ours. */
function endHard(child: ChildProcess): void {
	try {
		if (apart && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
		else child.kill('SIGKILL');
	} catch {
		// It has ended in this moment.
	}
}
