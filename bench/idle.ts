import { mock } from 'node:test';
import { pathToFileURL } from 'node:url';
import { Client } from 'pg';
import type { PostgresConfig, StoreConfig } from '../engine/store';
import type { BenchRow } from './row';
import { openAt, openCompany } from './support/company';
import { countStatements, totalOf } from './support/count-statements';
import { addJobs, graphileName, startRunner } from './support/graphile';
import { postgresSide, sqliteSide } from './support/sides';
import { addTrigger, startPump } from './support/trigger';

/**
 * Six triggers listen, 10,000 requests are open, and for half an hour nothing is due: how many statements a minute is a database
 * asked? The minutes pass as fast as the process lets them: its own timers and its clock go on by a second at a time. Against
 * graphile-worker as it comes, with 10,000 jobs for later, of which the server says how many transactions it had.
 */
const TRIGGERS = 6;
const OPEN = 10_000;
/** Long enough for what is done every ten minutes. */
const MINUTES = 30;
const GOAL = 4;
const PEER_MS = 20_000;
const SETTLE_MS = 1_000;
const STEP_MS = 1_000;
/** After a step it is waited for this long, and again while that brought statements: what follows from one comes before the next. */
const ANSWER_MS = 20;

/** Taken before they are replaced: these keep the machine's time. */
const { setTimeout: realTimeout } = globalThis;
const pass = (ms: number) => new Promise<void>((resolve) => realTimeout(resolve, ms));

export async function idleRows(): Promise<BenchRow[]> {
	const postgres = await postgresSide();
	const sqlite = await sqliteSide();
	try {
		const peer = await transactionsAMinute(await postgres.create());
		const rows: BenchRow[] = [];
		for (const side of [postgres, sqlite]) {
			const ours = await statementsAMinute(await side.create());
			rows.push({
				id: `idle-${side.name.toLowerCase()}`,
				name: `idle with ${TRIGGERS} triggers and ${OPEN.toLocaleString('en')} open, ${side.name}`,
				ours,
				peer,
				peerName: `transactions, ${graphileName()}, PostgreSQL`,
				unit: 'statements/min',
				ratio: peer / ours,
				goal: { atMost: GOAL },
			});
		}
		return rows;
	} finally {
		await sqlite.close();
		await postgres.close();
	}
}

async function statementsAMinute(config: StoreConfig): Promise<number> {
	// Asked for anew each time: the clock is replaced later.
	const engine = await openCompany(config, { now: () => Date.now() });
	const { statements, isWaiting, stop } = countStatements();
	try {
		await openAt(
			engine,
			Array.from({ length: OPEN }, () => engine.now()),
		);
		// Otherwise a store that is asked in another way would seem to be idle.
		if (totalOf(statements) === 0) throw new Error('The statements of this store are not seen.');
		mock.timers.enable({ apis: ['setTimeout', 'setInterval', 'Date'], now: Date.now() });
		const pump = startPump(engine, { leapt: () => false });
		for (let n = 1; n <= TRIGGERS; n++)
			addTrigger(engine, pump, { id: `bench:${n}`, types: ['clock.breached'], atOnce: 5 });
		await pass(SETTLE_MS);
		statements.clear();
		await letPass(MINUTES, () => totalOf(statements), isWaiting);
		const stopping = pump.stop();
		mock.timers.reset();
		await stopping;
		const all = [...statements].sort(([, a], [, b]) => b - a);
		console.log(`Idle on ${config.kind}, in ${MINUTES} minutes:`);
		for (const [text, count] of all) console.log(`${count} × ${text.slice(0, 150)}`);
		return totalOf(statements) / MINUTES;
	} finally {
		mock.timers.reset();
		stop();
		await engine.close();
	}
}

/** @param asked how many statements there were so far */
async function letPass(minutes: number, asked: () => number, isWaiting: () => boolean): Promise<void> {
	for (let at = 0; at < minutes * 60_000; at += STEP_MS) {
		mock.timers.tick(STEP_MS);
		let before: number;
		do {
			before = asked();
			await pass(ANSWER_MS);
		} while (asked() > before || isWaiting());
	}
}

/** It is watched for 20 seconds of the machine's time, since its timers are its own. */
async function transactionsAMinute(config: PostgresConfig): Promise<number> {
	const later = Date.now() + 24 * 60 * 60_000;
	await addJobs(
		config,
		Array.from({ length: OPEN }, () => later),
	);
	const runner = await startRunner(config, TRIGGERS);
	const { database, tls: _, kind: _kind, ...account } = config;
	const client = new Client({ ...account, database: 'postgres' });
	await client.connect();
	const transactions = async () => {
		const text = 'select xact_commit::float8 as n from pg_stat_database where datname = $1';
		return (await client.query<{ n: number }>(text, [database])).rows[0]?.n ?? NaN;
	};
	await pass(2 * SETTLE_MS);
	const before = await transactions();
	await pass(PEER_MS);
	const after = await transactions();
	await client.end();
	await runner.stop();
	return ((after - before) * 60_000) / PEER_MS;
}

if (pathToFileURL(process.argv[1] ?? '').href === pathToFileURL(__filename).href)
	void idleRows().then((rows) => console.table(rows));
