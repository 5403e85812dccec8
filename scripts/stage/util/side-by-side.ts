import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { constants, setPriority } from 'node:os';

/** One command: its name for the reader, and what is run. */
export interface Step {
	readonly name: string;
	readonly command: readonly string[];
	/** Its output is shown as it comes. The output of other steps is kept, and shown at the end for those that failed. */
	readonly isShown?: boolean;
	/** It runs at a lower priority, so that tests beside it that measure time are not disturbed. */
	readonly isPatient?: boolean;
}

export interface Ended {
	readonly name: string;
	readonly code: number;
	readonly seconds: number;
	/** Its output, as far as it was not shown. */
	readonly said: string;
}

/**
 * Runs lanes side by side, and the steps of a lane one after the other. What follows a failed step in its lane is not run
 * where the lane stops at failures; the other lanes go on, so that one run shows everything that is wrong.
 */
export async function sideBySide(
	lanes: readonly { readonly steps: readonly Step[]; readonly stopsAtFailure?: boolean }[],
	tell: (ended: Ended) => void,
): Promise<Ended[]> {
	const running = new Set<ChildProcess>();
	let stopped = false;
	const stop = (signal: NodeJS.Signals) => {
		stopped = true;
		for (const child of running) child.kill(signal);
	};
	process.on('SIGINT', stop).on('SIGTERM', stop);
	try {
		const lane = async ({ steps, stopsAtFailure = false }: (typeof lanes)[number]) => {
			const ended: Ended[] = [];
			for (const step of steps) {
				if (stopped || (stopsAtFailure && ended.some(({ code }) => code !== 0))) break;
				const end = await run(step, running);
				tell(end);
				ended.push(end);
			}
			return ended;
		};
		const all = (await Promise.all(lanes.map(lane))).flat();
		// An interrupted run counts as failed, whatever its steps returned.
		return stopped ? [...all, { name: 'stopped', code: 130, seconds: 0, said: '' }] : all;
	} finally {
		process.off('SIGINT', stop).off('SIGTERM', stop);
	}
}

async function run({ name, command, isShown, isPatient }: Step, running: Set<ChildProcess>): Promise<Ended> {
	const startedAt = performance.now();
	const [program = '', ...args] = command;
	const child = spawn(program, args, {
		stdio: isShown ? 'inherit' : ['ignore', 'pipe', 'pipe'],
		// Programs of node_modules/.bin are .cmd files there, which only the shell can start.
		shell: process.platform === 'win32',
	});
	running.add(child);
	if (isPatient && child.pid !== undefined) stepBack(child.pid);
	const said: Buffer[] = [];
	for (const stream of [child.stdout, child.stderr]) stream?.on('data', (part: Buffer) => said.push(part));
	const code = await once(child, 'close').then(
		([code]) => (code as number | null) ?? 1,
		(error: Error) => {
			said.push(Buffer.from(`${error.message}\n`));
			return 127;
		},
	);
	running.delete(child);
	const seconds = (performance.now() - startedAt) / 1000;
	return { name, code, seconds, said: Buffer.concat(said).toString() };
}

function stepBack(pid: number): void {
	try {
		setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
	} catch {
		// It has ended already, or this system has no such thing: then it runs like the others.
	}
}
