import { setImmediate as breathe } from 'node:timers/promises';
import type { Engine } from '../engine';
import { isUnavailable, type Queryable } from '../store';
import { changeDeliveries, type AttemptKey, type DeliveryChange } from './delivery-repository';
import type { Delivery } from './types';
import { pluck } from '../pluck';

/** Settlements written in one transaction. */
const MOST = 500;

/** What is changed, by the instant (epoch ms) at which it is written. */
export type ChangeAt = (now: number) => DeliveryChange;

interface Waiting {
	readonly key: AttemptKey;
	readonly change: ChangeAt;
	resolve(isChanged: boolean): void;
	reject(error: unknown): void;
}

type Queue = (waiting: Waiting) => void;

const queues = new WeakMap<Engine, Queue>();

/**
 * Changes a delivery whose attempt still runs, together with all others that are to be changed in this moment: a commit costs as
 * much for a hundred of them as for one.
 *
 * @returns whether it did: not when somebody has settled the attempt, or claimed the next
 */
export function settleTogether(
	engine: Engine,
	{ subscriptionId, event, attempt }: Delivery,
	change: ChangeAt,
): Promise<boolean> {
	const known = queues.get(engine);
	const add = known ?? createQueue(engine);
	if (!known) queues.set(engine, add);
	const key = { subscriptionId, eventId: event.id, attempt };
	return new Promise((resolve, reject) => add({ key, change, resolve, reject }));
}

/** Writes one batch after the other: what comes meanwhile goes with the next. */
function createQueue(engine: Engine): Queue {
	const waiting: Waiting[] = [];
	let isRunning = false;
	async function run(): Promise<void> {
		await breathe();
		while (waiting.length > 0) await settle(engine, waiting.splice(0, MOST));
		isRunning = false;
	}
	return (one) => {
		waiting.push(one);
		if (isRunning) return;
		isRunning = true;
		void run();
	};
}

async function settle(engine: Engine, batch: readonly Waiting[]): Promise<void> {
	try {
		await write(engine, batch);
	} catch (error) {
		if (batch.length === 1 || isUnavailable(error)) for (const { reject } of batch) reject(error);
		// Only what cannot be written is refused, not what happened to be settled with it.
		else for (const one of batch) await settle(engine, [one]);
	}
}

/** Of most of them the same is said, namely that they arrived: that is one statement, which needs no transaction around it. */
async function write(engine: Engine, batch: readonly Waiting[]): Promise<void> {
	const now = engine.now();
	const groups = Map.groupBy(batch, ({ change }) => JSON.stringify(change(now)));
	const writeAll = async (db: Queryable) => {
		const changed: Waiting[] = [];
		for (const some of groups.values()) changed.push(...(await writeAlike(db, some, now)));
		return new Set(changed);
	};
	const changed = groups.size === 1 ? await engine.write(writeAll) : await engine.transaction(writeAll);
	for (const one of batch) one.resolve(changed.has(one));
}

/** Those that were changed, of some whose change is the same. */
async function writeAlike(db: Queryable, some: readonly Waiting[], now: number): Promise<Waiting[]> {
	const change = some[0]?.change(now) ?? {};
	const keys = new Set((await changeDeliveries(db, pluck(some, 'key'), change)).map(nameOf));
	return some.filter(({ key }) => keys.delete(nameOf(key)));
}

const nameOf = ({ subscriptionId, eventId, attempt }: AttemptKey): string =>
	JSON.stringify([subscriptionId, eventId, attempt]);
