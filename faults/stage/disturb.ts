import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault, Plan } from '../plan/types';
import type { Cast } from './cast';
import type { ClockBoard } from './clock-board';
import type { Stage } from './stage';
import { holdLock, vanishWithRows } from './foreign-locks';
import { change } from './look';

/** What a run did, by kind; `impossible` are faults that this machine did not allow. */
export interface Done {
	stops: number;
	locks: number;
	restarts: number;
	partitions: number;
	leaps: number;
	sleeps: number;
	fullDisks: number;
	impossible: number;
}

export const NOTHING_DONE: Done = {
	stops: 0,
	locks: 0,
	restarts: 0,
	partitions: 0,
	leaps: 0,
	sleeps: 0,
	fullDisks: 0,
	impossible: 0,
};

export interface Scene {
	readonly stage: Stage;
	readonly cast: Cast;
	readonly board: ClockBoard;
	readonly startedAt: number;
	readonly done: Done;
}

/** Does everything that the plan has against this run, each at its instant. Resolves when all of it is over. */
export async function disturb(plan: Plan, scene: Scene): Promise<void> {
	await Promise.all(
		plan.faults.map(async (fault) => {
			await sleep(Math.max(0, scene.startedAt + fault.at - Date.now()));
			await befall(fault, scene);
		}),
	);
	for (const process of scene.cast.names) scene.cast.signal(process, 'SIGCONT');
}

async function befall(fault: Fault, { stage, cast, board, done }: Scene): Promise<void> {
	switch (fault.kind) {
		case 'passes':
			board.passes(fault.byMs);
			return cast.tell({ kind: 'wake' });
		case 'kill':
			return cast.signal(fault.process, 'SIGKILL');
		case 'killAt':
			return cast.tell({ kind: 'killAt', point: fault.point, nth: fault.nth }, fault.process);
		case 'holdUp': {
			const { point, times, ms } = fault;
			return cast.tell({ kind: 'holdUp', point, times, ms }, fault.process);
		}
		case 'stop':
			done.stops++;
			cast.signal(fault.process, 'SIGSTOP');
			await sleep(fault.ms);
			return cast.signal(fault.process, 'SIGCONT');
		case 'lock':
			if (await holdLock(stage.config, fault.ms)) done.locks++;
			return;
		case 'vanish':
			if (stage.server && (await vanishWithRows(stage.config, stage.server.port, fault.ms))) done.locks++;
			return;
		case 'restart':
			if (!stage.server) return;
			done.restarts++;
			await stage.server.stopHard();
			await sleep(fault.ms);
			return await stage.server.start();
		case 'partition':
			done.partitions++;
			stage.proxy?.weather(fault.ways === 'both' ? 'swallowsBoth' : 'swallowsAnswers');
			await sleep(fault.ms);
			if (fault.end === 'resets') stage.proxy?.reset();
			else stage.proxy?.weather('fair');
			return;
		case 'fullDisk':
			if (!stage.disk) return void done.impossible++;
			done.fullDisks++;
			stage.disk.fill();
			await sleep(fault.ms);
			return stage.disk.makeRoom();
		case 'leap':
			done.leaps++;
			board.isWrongBy(fault.byMs, fault.process);
			cast.tell({ kind: 'wake' });
			await sleep(fault.ms);
			return board.isWrongBy(0, fault.process);
		case 'sleep':
			done.sleeps++;
			await cast.killAll();
			board.passes(fault.byMs);
			return cast.start();
		case 'strangeTimers':
			return await setStrangeTimers(stage, fault.count, board.now());
	}
}

export const STRANGE_KIND = 'anotherVersion';

async function setStrangeTimers({ config }: Stage, count: number, now: number): Promise<void> {
	const rows = Array.from(
		{ length: count },
		(_, index) => `('strange:${index}', '${STRANGE_KIND}', ${now - index}, 1, 0, 'it', 0)`,
	);
	await untilTaken(() =>
		change(
			config,
			`insert into timer (subject, kind, due_at, revision, attempts, lane, urgency) values ${rows.join(', ')}
				on conflict do nothing`,
		),
	);
}

const RETRY_MS = 50;
const MOST_TRIES = 100;

/** The database may be away just now, or locked, or full. */
async function untilTaken(work: () => Promise<void>): Promise<void> {
	for (let tries = 1; ; tries++) {
		try {
			return await work();
		} catch (error) {
			if (tries === MOST_TRIES) throw error;
			await sleep(RETRY_MS);
		}
	}
}
