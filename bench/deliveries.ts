import { pathToFileURL } from 'node:url';
import type { Engine } from '../engine/engine';
import type { PostgresConfig, StoreConfig } from '../engine/store';
import type { BenchRow } from './row';
import { openAt, openCompany, TARGET_MS } from './support/company';
import { addJobs, graphileName, runJobs } from './support/graphile';
import { quantile } from './support/quantile';
import { postgresSide, sqliteSide, type Side } from './support/sides';
import { addTrigger, countTo, startPump } from './support/trigger';

/**
 * 20,000 requests have missed their deadline while n8n was off: how many a second are fired, handed to a trigger and
 * acknowledged, ten at a time? Against what a queue can do that is made for nothing else: jobs without any work, added
 * beforehand, by graphile-worker as it comes, on the PostgreSQL of the same run, also beside our SQLite.
 */
const USUALLY = 20_000;
const ROUNDS = 3;
const AT_ONCE = 10;
const GOALS = { PostgreSQL: 1, SQLite: 3 };

/** @param events how many */
export async function deliveriesRows(events = USUALLY): Promise<BenchRow[]> {
	const postgres = await postgresSide();
	const sqlite = await sqliteSide();
	try {
		const sides = [postgres, sqlite] as const;
		const graphile = graphileName();
		const peer: number[] = [];
		const ours = new Map<Side, number[]>(sides.map((side) => [side, []]));
		for (let round = 0; round < ROUNDS; round++) {
			peer.push(await jobs(await postgres.create(), events));
			for (const side of sides) ours.get(side)?.push(await delivered(await side.create(), events));
		}
		return sides.map((side) => rowOf(side.name, events, ours.get(side) ?? [], peer, graphile));
	} finally {
		await sqlite.close();
		await postgres.close();
	}
}

function rowOf(
	name: Side['name'],
	events: number,
	ours: readonly number[],
	peer: readonly number[],
	graphile: string,
): BenchRow {
	const perSecond = (took: readonly number[]) => (events / quantile(took, 0.5)) * 1000;
	return {
		id: `deliveries-${name.toLowerCase()}`,
		name: `fire, deliver, acknowledge ${events.toLocaleString('en')} events, ${name}`,
		ours: perSecond(ours),
		peer: perSecond(peer),
		peerName: `jobs without work, ${graphile}, PostgreSQL`,
		unit: 'events/s',
		ratio: perSecond(ours) / perSecond(peer),
		goal: { ratio: GOALS[name] },
	};
}

async function jobs(config: PostgresConfig, count: number): Promise<number> {
	const at = Date.now();
	await addJobs(
		config,
		Array.from({ length: count }, () => at),
	);
	return await runJobs(config, { atOnce: AT_ONCE, jobs: count });
}

async function delivered(config: StoreConfig, events: number): Promise<number> {
	let ahead = 0;
	const engine = await openCompany(config, { now: () => Date.now() + ahead });
	try {
		const openedAt = engine.now();
		await openAt(
			engine,
			Array.from({ length: events }, () => openedAt),
		);
		ahead = TARGET_MS + 60_000;
		return await untilAcknowledged(engine, events);
	} finally {
		await engine.close();
	}
}

/** Resolves with the ms it took. */
async function untilAcknowledged(engine: Engine, events: number): Promise<number> {
	const done = countTo(events);
	const pump = startPump(engine);
	const begin = performance.now();
	addTrigger(engine, pump, {
		id: 'bench:trigger',
		types: ['clock.breached'],
		atOnce: AT_ONCE,
		onDone: done.count,
	});
	await done.reached;
	const took = performance.now() - begin;
	await pump.stop();
	return took;
}

if (pathToFileURL(process.argv[1] ?? '').href === pathToFileURL(__filename).href)
	void deliveriesRows().then((rows) => console.table(rows));
