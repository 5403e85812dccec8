import type { ChildProcess } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { spawnServer } from '../util/children';
import { assertFree, freePorts } from '../util/free-ports';
import { poll } from '../util/poll';
import { silently, spent, type Print } from '../util/print';
import { n8nEnvironment } from './environment';
import { n8nCommand } from './host';

/** Four minutes: a first start takes 20 s on an idle machine, and up to ten times that on a busy one. */
const READY_WITHIN_MS = 240_000;
/** n8n itself gives running executions 30 s to end. */
const STOP_WITHIN_MS = 35_000;

/**
 * `start` is a main process. In queue mode, `worker` runs the executions that main enqueues, and `webhook` takes the calls of
 * published webhooks, forms and pages in its place.
 */
export type N8nRole = 'start' | 'worker' | 'webhook';

export interface N8nServerOptions {
	/** From `findOrInstallN8n`. */
	readonly bin: string;
	/** Everything n8n keeps is in here; made when it is missing. */
	readonly userFolder: string;
	/** Left out, a main process. */
	readonly role?: N8nRole;
	/** A free one when left out. A worker answers there whether it is ready, and nothing else. */
	readonly port?: number;
	/** IANA name, UTC when left out. */
	readonly timezone?: string;
	/** Added to n8n's environment, and stronger than what is there. */
	readonly env?: Readonly<Record<string, string>>;
	readonly print?: Print;
}

/** A real n8n, started and stopped at will. */
export class N8nServer {
	readonly baseUrl: string;
	readonly userFolder: string;
	readonly logFile: string;
	private child: ChildProcess | undefined;

	constructor(
		private readonly command: string,
		private readonly args: readonly string[],
		private readonly env: NodeJS.ProcessEnv,
		userFolder: string,
		readonly port: number,
	) {
		this.baseUrl = `http://127.0.0.1:${port}`;
		this.userFolder = userFolder;
		this.logFile = join(userFolder, 'n8n.log');
	}

	/** The process, while there is one. */
	get pid(): number | undefined {
		return this.isRunning ? this.child?.pid : undefined;
	}

	get isRunning(): boolean {
		const { child } = this;
		return child?.pid !== undefined && child.exitCode === null && child.signalCode === null;
	}

	/** Starts the process, appends what it says to `logFile`, and waits until it answers. */
	async start(): Promise<void> {
		if (this.isRunning) throw new Error(`n8n is running already (process ${this.child?.pid}).`);
		await assertFree(this.port);
		mkdirSync(this.userFolder, { recursive: true });
		const log = openSync(this.logFile, 'a');
		this.child = spawnServer(this.command, this.args, {
			cwd: this.userFolder,
			env: this.env,
			stdio: ['ignore', log, log],
		});
		closeSync(log);
		let failure: Error | undefined;
		this.child.once('error', (error) => (failure = error));
		try {
			await poll(() => this.readiness(failure), { timeoutMs: READY_WITHIN_MS, what: 'n8n to be ready' });
		} catch (error) {
			await this.kill();
			const reason = error instanceof Error ? error.message : String(error);
			throw new Error(`n8n did not start: ${reason}\nThe end of ${this.logFile}:\n${this.logTail(30)}`);
		}
	}

	/** Asks it to end, as an operator would; after 35 s it has to. */
	async stop(): Promise<void> {
		await this.end('SIGTERM', STOP_WITHIN_MS);
	}

	/** Ends it as a power cut would. */
	async kill(): Promise<void> {
		await this.end('SIGKILL', STOP_WITHIN_MS);
	}

	/** Stops it if it runs, and starts it again on the same port with the same data. */
	async restart(): Promise<void> {
		await this.stop();
		await this.start();
	}

	/** All it has said since `userFolder` exists. */
	logText(): string {
		return existsSync(this.logFile) ? readFileSync(this.logFile, 'utf8') : '';
	}

	private logTail(lines: number): string {
		return this.logText().trim().split('\n').slice(-lines).join('\n');
	}

	private async readiness(failure: Error | undefined): Promise<true | undefined> {
		if (failure) throw failure;
		if (!this.isRunning) {
			throw new Error(`it ended with ${this.child?.signalCode ?? `code ${this.child?.exitCode}`}.`);
		}
		const answer = await fetch(`${this.baseUrl}/healthz/readiness`).catch(() => undefined);
		return answer?.ok ? true : undefined;
	}

	private async end(signal: 'SIGTERM' | 'SIGKILL', withinMs: number): Promise<void> {
		const { child } = this;
		if (child === undefined || !this.isRunning) return;
		const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
		child.kill(signal);
		const lastResort = setTimeout(() => child.kill('SIGKILL'), withinMs);
		await ended;
		clearTimeout(lastResort);
	}
}

const NAMES: Readonly<Record<N8nRole, string>> = {
	start: 'n8n',
	worker: "n8n's worker",
	webhook: "n8n's webhook processor",
};

/** Where a worker says whether it is ready; by itself it says so nowhere. */
const workerHealth = (port: number) => ({
	QUEUE_HEALTH_CHECK_ACTIVE: 'true',
	QUEUE_HEALTH_CHECK_PORT: String(port),
	N8N_WORKER_SERVER_ADDRESS: '127.0.0.1',
});

/**
 * Starts n8n on 127.0.0.1 with its data in `userFolder` and waits until it is ready.
 *
 * @example const n8n = await startN8n({ bin, userFolder: '/tmp/demo' }); … await n8n.stop();
 */
export async function startN8n(options: N8nServerOptions): Promise<N8nServer> {
	const { bin, userFolder, role = 'start', timezone = 'UTC', env = {}, print = silently } = options;
	const [first, brokerPort] = await freePorts(2);
	const port = options.port ?? first;
	if (port === undefined || brokerPort === undefined) throw new Error('This machine gave no free port.');
	const { command, args } = await n8nCommand(bin);
	const place = n8nEnvironment({ userFolder, port, brokerPort, timezone });
	const health = role === 'worker' ? workerHealth(port) : {};
	const server = new N8nServer(command, [...args, role], { ...place, ...health, ...env }, userFolder, port);
	const startedAt = Date.now();
	await server.start();
	print(`${NAMES[role]} is ready at ${server.baseUrl} (${spent((Date.now() - startedAt) / 1000)}).`);
	return server;
}
