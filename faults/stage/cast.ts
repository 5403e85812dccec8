import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { StoreConfig } from '../../engine';
import { pumpName, writerName, type Plan } from '../plan/types';
import { readJournal } from '../worker/journal';
import type { Message, Noted, Role } from '../worker/messages';
import type { ClockBoard } from './clock-board';

/** The processes of a run. One that is killed is started again, as whoever runs n8n would. */
export interface Cast {
	readonly names: readonly string[];
	/** How many processes were killed, by the run or by themselves at a point. */
	readonly kills: number;
	/** What processes said that ended without being killed. */
	readonly fell: readonly string[];
	start(): void;
	/** Resolves when all processes are there, with the instant at which the run begins: epoch ms of the real clock. */
	begin(): Promise<number>;
	signal(process: string, signal: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): void;
	tell(message: Message, process?: string): void;
	/** Kills all, and starts none again until `start`. */
	killAll(): Promise<void>;
	/** Whether every writer has done what it has to do. */
	areWritersDone(): boolean;
	/** What they have noted, in the order of each process. */
	notes(): Noted[];
}

const RESTART_MS = 60;

interface Setting {
	readonly bundle: string;
	/** How processes reach the store. */
	readonly config: StoreConfig;
	readonly folder: string;
	readonly board: ClockBoard;
}

export const namesIn = (plan: Plan): string[] => [
	...plan.writers.map((_, index) => writerName(index)),
	...Array.from({ length: plan.pumps }, (_, index) => pumpName(index)),
];

export function makeCast(plan: Plan, { bundle, config, folder, board }: Setting): Cast {
	const names = namesIn(plan);
	const running = new Map<string, ChildProcess>();
	const finished = new Set<string>();
	const fell: string[] = [];
	let kills = 0;
	let starts = 0;
	let isOff = true;
	let startedAt: number | undefined;
	const journalOf = (name: string) => join(folder, `journal-${name}`);

	function workOf(name: string): Role['work'] {
		const ops = plan.writers[names.indexOf(name)];
		if (ops === undefined) return { kind: 'pump', habits: plan.habits };
		const from = readJournal(journalOf(name)).filter(({ kind }) => kind === 'did').length;
		return { kind: 'writer', ops: ops.slice(from), from };
	}

	function run(name: string): void {
		if (isOff || finished.has(name) || running.has(name)) return;
		const role: Role = {
			name,
			config,
			clockFile: board.fileOf(name),
			journalFile: journalOf(name),
			...(startedAt === undefined ? {} : { startedAt }),
			seed: plan.seed * 1_000 + starts++,
			work: workOf(name),
		};
		const child = fork(bundle, [JSON.stringify(role)], {
			stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
			execArgv: [],
			env: { ...process.env, NODE_COMPILE_CACHE: join(folder, '..', 'compiled') },
		});
		let lastWords = '';
		child.stderr?.on('data', (chunk) => (lastWords += String(chunk)));
		// A message to a process that has just died is nobody's.
		child.on('error', () => {});
		child.on('exit', (code, signal) => {
			running.delete(name);
			if (code === 0 && plan.writers[names.indexOf(name)] !== undefined) return void finished.add(name);
			if (signal === 'SIGKILL') kills++;
			else fell.push(`${name} ended by itself (${signal ?? code}): ${lastWords.slice(0, 2_000)}`);
			void sleep(RESTART_MS).then(() => run(name));
		});
		running.set(name, child);
	}

	return {
		names,
		get kills() {
			return kills;
		},
		fell,
		start() {
			isOff = false;
			for (const name of names) if (!running.has(name)) run(name);
		},
		async begin() {
			for (const name of names) while (readJournal(journalOf(name)).length === 0) await sleep(10);
			startedAt = Date.now();
			for (const child of running.values()) child.send({ kind: 'begin', startedAt }, () => {});
			return startedAt;
		},
		signal: (name, signal) => void running.get(name)?.kill(signal),
		tell(message, name) {
			for (const [one, child] of running)
				if ((name ?? one) === one && child.connected) child.send(message, () => {});
		},
		async killAll() {
			isOff = true;
			for (const child of running.values()) child.kill('SIGKILL');
			while (running.size > 0) await sleep(5);
		},
		areWritersDone: () => plan.writers.every((_, index) => finished.has(writerName(index))),
		notes: () => names.flatMap((name) => readJournal(journalOf(name))),
	};
}
