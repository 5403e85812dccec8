import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { spawnServer } from '../util/children';
import { poll } from '../util/poll';

const STOP_WITHIN_MS = 10_000;

interface Program {
	readonly command: string;
	readonly args: readonly string[];
	readonly cwd?: string;
	readonly env?: Readonly<Record<string, string>>;
	/** Whether it answers by now. */
	isUp(): Promise<boolean>;
	/** The Debian package that brings it. */
	readonly packageName: string;
}

/** A program of this machine that serves for a while: it can be stopped and started again, with everything it holds. */
export class ChildServer {
	private child: ChildProcess | undefined;
	private said = '';

	constructor(private readonly program: Program) {}

	async start(): Promise<void> {
		const { command, args, cwd, env, isUp, packageName } = this.program;
		const child = spawnServer(command, args, {
			...(cwd === undefined ? {} : { cwd }),
			env: { ...process.env, ...env },
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		this.child = child;
		const hear = (chunk: Buffer) => (this.said = (this.said + chunk.toString()).slice(-4_000));
		child.stdout?.on('data', hear);
		child.stderr?.on('data', hear);
		let fault: Error | undefined;
		child.once('error', (cause) => {
			fault = new Error(`${command} cannot be started. On Debian: apt-get install ${packageName}`, { cause });
		});
		try {
			await poll(
				async () => {
					if (fault) throw fault;
					if (child.exitCode !== null) throw new Error(`${command} ended at once:\n${this.said}`);
					return (await isUp()) ? true : undefined;
				},
				{ timeoutMs: 60_000, what: `${command} to answer`, detail: () => this.said },
			);
		} catch (error) {
			await this.stop();
			throw error;
		}
	}

	async stop(): Promise<void> {
		const child = this.child;
		this.child = undefined;
		if (!child || child.exitCode !== null || child.pid === undefined) return;
		const ended = once(child, 'exit');
		child.kill('SIGTERM');
		const lastResort = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
		await ended;
		clearTimeout(lastResort);
	}
}
