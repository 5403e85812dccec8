import { NOTHING_DONE, disturb, type Done } from './stage/disturb';
import { makeCast, namesIn } from './stage/cast';
import { makeClockBoard } from './stage/clock-board';
import { settle } from './stage/settle';
import type { Theatre } from './stage/stage';
import type { Finding } from './oracle/findings';
import { judge } from './oracle/judge';
import { readStore, type Account } from './oracle/account';
import type { Plan } from './plan/types';

/** What a run came to. */
export interface Result {
	readonly plan: Plan;
	readonly findings: readonly Finding[];
	readonly counts: Counts;
	/** What the engine said in the log, each text once. */
	readonly said: readonly string[];
	readonly seconds: number;
}

export type Counts = Done & {
	kills: number;
	requests: number;
	facts: number;
	events: number;
	deliveries: number;
	/** Attempts after the first. */
	repeated: number;
};

/** Does what a plan says, and judges what is left. */
export async function run(plan: Plan, theatre: Theatre, bundle: string): Promise<Result> {
	const begun = performance.now();
	const stage = await theatre.open(plan);
	const { folder, config } = stage;
	const board = makeClockBoard(folder, namesIn(plan));
	const done = { ...NOTHING_DONE };
	const cast = makeCast(plan, { bundle, config: stage.workerConfig, folder, board });
	try {
		cast.start();
		const startedAt = await cast.begin();
		const scene = { stage, cast, board, startedAt, done };
		await disturb(plan, scene);
		const isSettled = await settle(scene);
		const kills = cast.kills;
		await cast.killAll();
		const store = await readStore(config);
		const notes = cast.notes();
		const account: Account = { plan, store, notes, endsAt: board.now(), isSettled, fell: cast.fell };
		return {
			plan,
			findings: await judge(account, folder),
			counts: { ...done, kills, ...countsOf(account) },
			said: [...new Set(notes.flatMap((note) => (note.kind === 'said' ? [note.text] : [])))],
			seconds: (performance.now() - begun) / 1_000,
		};
	} finally {
		await cast.killAll();
		board.close();
		await stage.close();
	}
}

function countsOf({ store }: Account): Omit<Counts, keyof Done | 'kills'> {
	const { facts, events, deliveries } = store;
	return {
		requests: facts.filter(({ kind }) => kind === 'opened').length,
		facts: facts.length,
		events: events.length,
		deliveries: deliveries.length,
		repeated: deliveries.reduce((sum, { attempt }) => sum + Math.max(0, attempt - 1), 0),
	};
}
