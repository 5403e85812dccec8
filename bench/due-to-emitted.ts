import { pathToFileURL } from 'node:url';
import type { PostgresConfig, StoreConfig } from '../engine/store';
import type { BenchRow } from './row';
import { openAt, openCompany, TARGET_MS } from './support/company';
import { addJobs, graphileName, runJobs } from './support/graphile';
import { quantile } from './support/quantile';
import { postgresSide, sqliteSide } from './support/sides';
import { addTrigger, countTo, startPump } from './support/trigger';

/**
 * 200 requests a second miss their deadline, for ten seconds: how long after its deadline does the workflow get each? Against
 * jobs of the same instants by graphile-worker as it comes, which looks for them every two seconds.
 */
const A_SECOND = 200;
const SECONDS = 10;
const COUNT = A_SECOND * SECONDS;
const AT_ONCE = 10;
const GOAL_MS = 100;
/** From the start of the pump until the first deadline. */
const HEAD_START_MS = 2_000;

/** By number, from the first on: when each falls due, in ms. */
const OFFSETS = Array.from({ length: COUNT }, (_, n) => (n * 1000) / A_SECOND);

export async function dueToEmittedRows(): Promise<BenchRow[]> {
	const postgres = await postgresSide();
	const sqlite = await sqliteSide();
	try {
		const peer = await started(await postgres.create());
		const peerName = `jobs of the same instants, ${graphileName()}, PostgreSQL`;
		const rows: BenchRow[] = [];
		for (const side of [postgres, sqlite]) {
			const waits = await emitted(await side.create());
			for (const [percent, goal] of [
				[50, undefined],
				[99, { below: GOAL_MS }],
			] as const) {
				const [ours, theirs] = [quantile(waits, percent / 100), quantile(peer, percent / 100)];
				rows.push({
					id: `due-to-emitted-p${percent}-${side.name.toLowerCase()}`,
					name: `p${percent} from due to emitted, ${A_SECOND} a second, ${side.name}`,
					ours,
					peer: theirs,
					peerName,
					unit: 'ms',
					ratio: theirs / ours,
					...(goal && { goal }),
				});
			}
		}
		return rows;
	} finally {
		await sqlite.close();
		await postgres.close();
	}
}

/** What each waited, ms. */
async function started(config: PostgresConfig): Promise<number[]> {
	const waits: number[] = [];
	const firstAt = Date.now() + HEAD_START_MS;
	await addJobs(
		config,
		OFFSETS.map((offset) => firstAt + offset),
	);
	await runJobs(config, { atOnce: AT_ONCE, jobs: COUNT, onStart: (runAt) => waits.push(Date.now() - runAt) });
	return waits;
}

/** What each waited, ms. */
async function emitted(config: StoreConfig): Promise<number[]> {
	let ahead = 0;
	const engine = await openCompany(config, { now: () => Date.now() + ahead });
	try {
		const firstOpenedAt = engine.now() - 2 * SECONDS * 1000;
		await openAt(
			engine,
			OFFSETS.map((offset) => firstOpenedAt + offset),
		);
		ahead = firstOpenedAt + TARGET_MS - HEAD_START_MS - Date.now();
		const waits: number[] = [];
		const done = countTo(COUNT);
		const pump = startPump(engine);
		addTrigger(engine, pump, {
			id: 'bench:trigger',
			types: ['clock.breached'],
			atOnce: AT_ONCE,
			onTake: ({ event }) => waits.push(engine.now() - event.at),
			onDone: done.count,
		});
		await done.reached;
		await pump.stop();
		return waits;
	} finally {
		await engine.close();
	}
}

if (pathToFileURL(process.argv[1] ?? '').href === pathToFileURL(__filename).href)
	void dueToEmittedRows().then((rows) => console.table(rows));
