import { pathToFileURL } from 'node:url';
import { setImmediate as breathe } from 'node:timers/promises';
import { createEngine } from '../engine/engine';
import type { StoreConfig } from '../engine/store';
import { arrivals, reactions } from '../engine/wiring';
import type { BenchRow } from './row';
import { cloneRequests } from './support/clone-requests';
import { openAt, openCompany } from './support/company';
import { quantile } from './support/quantile';
import { onBoth, type Side } from './support/sides';
import { addTrigger, countTo, startPump } from './support/trigger';

/**
 * A tick in which 10 requests fall due, from the moment the pump is woken until a trigger has acknowledged all 10, where a
 * million requests are open. Against the same where 10,000 are: what is not due must cost nothing.
 */
const FEW = 10_000;
const USUALLY = 1_000_000;
const DUE = 10;
const TICKS = 60;
/** The first ones are not counted: they find nothing in memory. */
const WARM_UP = 10;
const APART_MS = 10;
/** It may take half as long again. */
const GOAL_RATIO = 0.67;

/** @param many how many requests are open */
export const tickRows = (many = USUALLY): Promise<BenchRow[]> =>
	onBoth(async (side) => {
		const peer = await tick(side, FEW);
		const ours = await tick(side, many);
		return [
			{
				id: `tick-${side.name.toLowerCase()}`,
				name: `a tick with ${DUE} due at ${many.toLocaleString('en')} open, ${side.name}`,
				ours,
				peer,
				peerName: `the same at ${FEW.toLocaleString('en')} open`,
				unit: 'ms',
				ratio: peer / ours,
				goal: { ratio: GOAL_RATIO },
			},
		];
	});

/** The median of several, ms. */
async function tick(side: Side, open: number): Promise<number> {
	const config = await side.create();
	await fill(config, open);
	// This clock moves only by hand, so that exactly 10 are due at a time, however long a tick takes.
	let now = Date.now();
	const engine = await createEngine(config, { now: () => now, reactions, arrivals });
	try {
		now = await engine.store.read(async (db) => {
			const first = db.selectFrom('timer').select((eb) => eb.fn.min('due_at').as('at'));
			return Number((await first.executeTakeFirstOrThrow()).at) - 1;
		});
		let done = countTo(0);
		// It sleeps until it is woken.
		const pump = startPump(engine, { alarm: () => () => {}, leapt: () => false });
		addTrigger(engine, pump, {
			id: 'bench:trigger',
			types: ['clock.breached'],
			atOnce: DUE,
			onDone: () => done.count(),
		});
		const took: number[] = [];
		for (let n = 0; n < TICKS; n++) {
			for (let turn = 0; turn < 100; turn++) await breathe();
			done = countTo(DUE);
			now += DUE * APART_MS;
			const begin = performance.now();
			pump.wake();
			await done.reached;
			took.push(performance.now() - begin);
		}
		await pump.stop();
		return quantile(took.slice(WARM_UP), 0.5);
	} finally {
		await engine.close();
	}
}

/** Requests that fall due one after the other. */
async function fill(config: StoreConfig, open: number): Promise<void> {
	const engine = await openCompany(config);
	try {
		await openAt(engine, [engine.now()]);
		await cloneRequests(engine, open - 1, APART_MS);
	} finally {
		await engine.close();
	}
}

if (pathToFileURL(process.argv[1] ?? '').href === pathToFileURL(__filename).href)
	void tickRows().then((rows) => console.table(rows));
