import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import fastq from 'fastq';
import { importCompany } from '../engine/directory';
import { createEngine, type Engine } from '../engine/engine';
import { savePolicies } from '../engine/escalation';
import { unwrap } from '../engine/outcome';
import { openRequests, saveAgreements } from '../engine/sla';
import type { StoreConfig } from '../engine/store';
import { acknowledgeDelivery, createPump, type Delivery } from '../engine/timeline';
import { arrivals, handlers, reactions } from '../engine/wiring';
import type { BenchRow } from './row';
import { onBoth } from './support/sides';

/**
 * 5,000 requests of IT miss their deadline at once, and every second afterwards an urgent one of HR does. How long after its
 * deadline does the workflow get the notification, five executions of 20 ms at a time? Against a queue that gives out what it
 * has in the order it came: fastq with the same concurrency and the same executions, which is given each message at its deadline
 * without any work for it.
 */

const STORM = 5_000;
const URGENT = 5;
const AT_ONCE = 5;
const EXECUTION_MS = 20;
const APART_MS = 1_000;
const GOAL_MS = 1_000;
const TARGET_MS = 4 * 60 * 60 * 1000;

interface Measured {
	/** Of HR's messages, the longest from its deadline until it was emitted, ms. */
	readonly longestMs: number;
	/** From the storm's deadline until its last message had been dealt with, ms. */
	readonly totalMs: number;
}

export async function firstMessageRows(): Promise<BenchRow[]> {
	const peer = await queued();
	return await onBoth(async ({ name, create }) => {
		const ours = await escalated(await create());
		console.log(`${name}: ${STORM + URGENT} messages in ${(ours.totalMs / 1000).toFixed(1)} s`);
		console.log(`fastq: the same in ${(peer.totalMs / 1000).toFixed(1)} s`);
		return [
			{
				id: `first-message-${name.toLowerCase()}`,
				name: `an urgent message while 5,000 others wait, ${name}`,
				ours: ours.longestMs,
				peer: peer.longestMs,
				peerName: 'fastq: first in, first out',
				unit: 'ms',
				ratio: peer.longestMs / ours.longestMs,
				goal: { below: GOAL_MS },
			},
		];
	});
}

async function queued(): Promise<Measured> {
	const waits: number[] = [];
	const queue = fastq.promise(async (urgentSince: number | undefined) => {
		if (urgentSince !== undefined) waits.push(performance.now() - urgentSince);
		await sleep(EXECUTION_MS);
	}, AT_ONCE);
	const begin = performance.now();
	for (let n = 0; n < STORM; n++) void queue.push(undefined);
	for (let n = 0; n < URGENT; n++) {
		await sleep(APART_MS);
		void queue.push(performance.now());
	}
	await queue.drained();
	return { longestMs: Math.max(...waits), totalMs: performance.now() - begin };
}

async function escalated(config: StoreConfig): Promise<Measured> {
	// Everything is opened before anything is due, however long that takes: then the engine's clock is put forward.
	let ahead = 0;
	const engine = await createEngine(config, { now: () => Date.now() + ahead, reactions, arrivals });
	try {
		const openedAt = Date.now() - 60_000;
		await prepare(engine);
		await openAll(
			engine,
			openedAt,
			Array.from({ length: STORM }, () => ({ serviceId: 'laptop' })),
		);
		for (let n = 1; n <= URGENT; n++)
			await openAll(engine, openedAt + n * APART_MS, [{ serviceId: 'contract', priority: 'urgent' }]);
		const dueAt = openedAt + TARGET_MS;
		ahead = dueAt - 500 - Date.now();
		return await deliverAll(engine, dueAt);
	} finally {
		await engine.close();
	}
}

async function deliverAll(engine: Engine, dueAt: number): Promise<Measured> {
	const { promise: all, resolve } = Promise.withResolvers<void>();
	const waits: number[] = [];
	let taken = 0;
	let done = 0;
	const say = (message: string) => console.error(message);
	const pump = createPump(engine, handlers, { error: say, warn: say, info: say });
	const execute = async (delivery: Delivery) => {
		await sleep(EXECUTION_MS);
		await acknowledgeDelivery(engine, delivery);
		taken--;
		if (++done === STORM + URGENT) resolve();
		pump.wake();
	};
	pump.add({
		subscription: { id: 'bench', types: ['escalation.notify'], filter: {}, label: 'bench' },
		free: () => AT_ONCE - taken,
		take(delivery) {
			taken++;
			if (delivery.event.departmentId === 'hr') waits.push(engine.now() - delivery.event.at);
			void execute(delivery);
		},
	});
	await all;
	const totalMs = engine.now() - dueAt;
	await pump.stop();
	return { longestMs: Math.max(...waits), totalMs };
}

const always = Object.fromEntries(
	['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].map((day) => [day, [['00:00', '24:00']]]),
);
const member = (id: string, departmentId: string) => ({
	id,
	name: id,
	email: `${id}@acme.example`,
	departmentId,
});
const company = {
	calendars: [{ id: 'always', name: 'Always', spec: { timezone: 'UTC', weekly: always } }],
	departments: [
		{ id: 'it', name: 'IT', headId: 'tom' },
		{ id: 'hr', name: 'Human Resources', headId: 'hana' },
		{ id: 'sales', name: 'Sales' },
	],
	members: [member('tom', 'it'), member('hana', 'hr'), member('sam', 'sales')],
	services: [
		{ id: 'laptop', name: 'New laptop', departmentId: 'it' },
		{ id: 'contract', name: 'Contract', departmentId: 'hr' },
	],
};
const policy = {
	id: 'climb',
	name: 'Up the line',
	levels: [{ targets: [{ kind: 'departmentHead' }] }, { delay: '1h', targets: [{ kind: 'manager' }] }],
};
const agreementOf = (serviceId: string) => ({
	id: `${serviceId}-sla`,
	serviceId,
	calendarId: 'always',
	escalationPolicyId: 'climb',
	targets: [{ metric: 'resolution', target: '4h' }],
});

async function prepare(engine: Engine): Promise<void> {
	await importCompany(engine, company);
	unwrap((await savePolicies(engine, [policy]))[0]);
	for (const { id } of company.services) unwrap((await saveAgreements(engine, [agreementOf(id)]))[0]);
}

async function openAll(engine: Engine, at: number, requests: readonly object[]): Promise<void> {
	const inputs = requests.map((one) => ({ title: 'A request', requester: 'sam', openedAt: at, ...one }));
	for (const outcome of await openRequests(engine, inputs)) unwrap(outcome);
}

if (pathToFileURL(process.argv[1] ?? '').href === pathToFileURL(__filename).href)
	void firstMessageRows().then((rows) => console.table(rows));
