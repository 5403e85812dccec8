import type { IRun } from 'n8n-workflow';
import { createEngine, type Engine } from '../../../../engine/engine';
import {
	MAX_ATTEMPTS,
	appendEvents,
	claimDeliveries,
	LEASE_MS,
	listDeliveries,
	recordSteps,
	reportFailures,
	saveSubscription,
	type Delivery,
	type Subscription,
} from '../../../../engine/timeline';
import { deliver, type Delivering } from '../../../../nodes/shared/trigger/deliver';
import type { AcknowledgeMode } from '../../../../nodes/shared/trigger/options';
import { anEvent } from '../../../support/events';
import { triggerContext, type FakeTrigger } from '../fakes';

const SUBSCRIPTION: Subscription = {
	id: 'wf:node-1',
	types: ['clock.breached'],
	filter: {},
	label: 'Escalate / ICRM',
};
const success = { status: 'success' } as IRun;

let engine: Engine;
let trigger: FakeTrigger;

beforeEach(async () => {
	jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
	engine = await createEngine({ kind: 'sqlite', file: ':memory:' }, { reactions: [] });
	trigger = triggerContext();
	await engine.transaction(async (trx) => {
		await saveSubscription(trx, SUBSCRIPTION, engine.now());
		const event = anEvent({ id: 'e1', subject: 'c1', at: engine.now(), data: { clock: 'c1' } });
		await appendEvents(engine, trx, [event]);
	});
});

afterEach(async () => {
	jest.useRealTimers();
	await engine.close();
});

async function claim(): Promise<Delivery> {
	const [delivery] = await claimDeliveries(engine, SUBSCRIPTION.id, 1, LEASE_MS);
	if (!delivery) throw new Error('nothing to claim');
	return delivery;
}

/** Lets time pass. The database answers in its own: after each step everything is written that was under way. */
async function pass(ms: number): Promise<void> {
	const step = LEASE_MS / 12;
	for (let passed = 0; passed < ms; passed += step) {
		await jest.advanceTimersByTimeAsync(Math.min(step, ms - passed));
		for (let answers = 0; answers < 3; answers++)
			await engine.store.write((db) => db.selectFrom('event').select('id').execute());
	}
}

const claimable = async () => (await claimDeliveries(engine, SUBSCRIPTION.id, 1, LEASE_MS)).length;
const inState = async (state: 'open' | 'done' | 'dead') =>
	(await listDeliveries(engine, { state, limit: 10 }))[0];

function start(
	delivery: Delivery,
	acknowledge: AcknowledgeMode = 'success',
	minutes = 60,
	listening: Delivering['listening'] = {},
	leave: () => void = () => {},
) {
	const say = (message: string) => void trigger.logged.push(message);
	const log = { error: say, warn: say, info: say };
	const options = { acknowledge, maxInFlight: 5, longestLifeMs: minutes * 60_000 };
	return deliver({ context: trigger.context, engine, options, listening, log }, delivery, leave);
}

it('acknowledges when the execution succeeds, and not before', async () => {
	const over = start(await claim());
	const { json, key, done } = await trigger.emit(0);
	expect(json).toMatchObject({ eventId: 'e1', attempt: 1, clock: 'c1' });
	expect(key).toBe('icrm:wf:node-1:e1:1');
	expect(await inState('open')).toBeDefined();
	done?.resolve(success);
	await over;
	expect(await inState('done')).toBeDefined();
});

it('gives a failed execution back, to be tried later with the reason', async () => {
	const over = start(await claim());
	const run = { status: 'error', data: { resultData: { error: { message: 'SMTP said no' } } } };
	(await trigger.emit(0)).done?.resolve(run as unknown as IRun);
	await over;
	expect(await inState('open')).toMatchObject({ lastError: 'the execution failed: SMTP said no' });
	expect(await claimable()).toBe(0);
	await jest.advanceTimersByTimeAsync(5_000);
	expect((await claim()).attempt).toBe(2);
});

it('does not wait in mode immediately', async () => {
	await start(await claim(), 'immediately');
	expect((await trigger.emit(0)).done).toBeUndefined();
	expect(await inState('done')).toBeDefined();
});

it('keeps the lease while the execution runs', async () => {
	const over = start(await claim());
	await pass(10 * LEASE_MS);
	expect(await claimable()).toBe(0);
	(await trigger.emit(0)).done?.resolve(success);
	await over;
});

it('gives up the place of an execution that does not end at half of its time, and keeps the event (M4)', async () => {
	let isFree = false;
	void start(await claim(), 'success', 10, {}, () => (isFree = true));
	await pass(5 * 60_000 - 1_000);
	expect([isFree, trigger.logged]).toEqual([false, []]);
	await pass(1_000);
	expect(isFree).toBe(true);
	expect(trigger.logged).toEqual([
		"The execution for ICRM event 'e1' has not ended within 5 minutes, or n8n did not say so; another may start in its place. Unless it ends, the event is delivered again after 10 minutes",
	]);
	await pass(4 * 60_000);
	expect(await claimable()).toBe(0);
	// Late is not lost: its end counts.
	(await trigger.emit(0)).done?.resolve(success);
	await pass(1_000);
	expect(await inState('done')).toBeDefined();
});

it('lets go of an execution that never ends, so that the event comes again', async () => {
	const over = start(await claim(), 'success', 5);
	await pass(5 * 60_000);
	await over;
	expect(trigger.logged.join()).toMatch(/has not ended within 5 minutes; the event will be delivered again/);
	await pass(LEASE_MS);
	expect((await claim()).attempt).toBe(2);
	// The first execution ends after all: the second try holds the delivery, and keeps it.
	(await trigger.emit(0)).done?.resolve(success);
	await jest.advanceTimersByTimeAsync(0);
	expect(await inState('open')).toBeDefined();
});

it('frees its place when a step of the workflow acknowledged the event', async () => {
	const over = start(await claim());
	const step = { subscriptionId: SUBSCRIPTION.id, eventId: 'e1', step: 'mail sent', acknowledge: true };
	await recordSteps(engine, [step]);
	await jest.advanceTimersByTimeAsync(LEASE_MS);
	await over;
	expect(await inState('done')).toBeDefined();
});

const reportFailed = (attempt = 1) =>
	reportFailures(engine, [
		{ subscriptionId: SUBSCRIPTION.id, eventId: 'e1', attempt, reason: '550 no such mailbox' },
	]);

it.each(['success', 'error'] as const)(
	'leaves an attempt that the workflow reported as failed, and then ended with %s, to the next one',
	async (status) => {
		const over = start(await claim());
		const { done } = await trigger.emit(0);
		await reportFailed();
		const error = { message: 'SMTP said no' };
		done?.resolve({ status, data: { resultData: status === 'error' ? { error } : {} } } as unknown as IRun);
		await over;
		expect(await inState('open')).toMatchObject({ attempt: 1, lastError: '550 no such mailbox' });
		await jest.advanceTimersByTimeAsync(5_000);
		expect((await claim()).attempt).toBe(2);
	},
);

it('frees its place when the workflow reported that it failed', async () => {
	const over = start(await claim());
	await reportFailed();
	await jest.advanceTimersByTimeAsync(LEASE_MS);
	await over;
	expect(await inState('open')).toMatchObject({ lastError: '550 no such mailbox' });
});

it('delivers at once, and says so, where Engine 2.0 refuses to tell the end', async () => {
	const over = start(await claim());
	(await trigger.emit(0)).done?.reject(
		new Error('Engine 2.0 cannot run a trigger that waits for its execution to finish yet.'),
	);
	await over;
	expect(trigger.emits.map(({ done }) => done !== undefined)).toEqual([true, false]);
	expect(await inState('done')).toBeDefined();
	expect(trigger.logged.join()).toMatch(/'Acknowledge'.*'Immediately'/);
});

it('says when an event becomes a dead letter', async () => {
	const over = start(await claim());
	(await trigger.emit(0)).done?.reject(new Error('no'));
	await over;
	expect(trigger.logged).toEqual([]);
	for (let attempt = 2; attempt <= MAX_ATTEMPTS; attempt++) {
		await jest.advanceTimersByTimeAsync(30 * 60_000);
		const again = start(await claim());
		(await trigger.emit(attempt - 1)).done?.reject(new Error('no'));
		await again;
	}
	expect(await inState('dead')).toBeDefined();
	expect(trigger.logged.join()).toMatch(new RegExp(`tried ${MAX_ATTEMPTS} times.*dead letter`));
});

describe('at most once', () => {
	/** What a crash at the very moment of the emit would leave behind. */
	const statesAtEmit = (states: Promise<string>[]) =>
		triggerContext({
			emit: (() => {
				const found = Promise.all([inState('open'), inState('done')]);
				states.push(found.then(([open]) => (open ? 'open' : 'done')));
			}) as never,
		});

	it.each([
		['acknowledged before it is let go', true, 'done'],
		['otherwise let go first', false, 'open'],
	])('is %s', async (_what, once, state) => {
		const states: Promise<string>[] = [];
		trigger = statesAtEmit(states);
		await start(await claim(), 'immediately', 60, { atMostOnce: () => once });
		expect(await Promise.all(states)).toEqual([state]);
		expect(await inState('done')).toBeDefined();
	});

	const once = { atMostOnce: (type: string) => type === 'clock.breached' };

	it('does not come again when its execution fails, and says so', async () => {
		const over = start(await claim(), 'success', 60, once);
		const run = { status: 'error', data: { resultData: { error: { message: 'SMTP said no' } } } };
		(await trigger.emit(0)).done?.resolve(run as unknown as IRun);
		await over;
		expect(trigger.logged.join()).toMatch(/'e1' is delivered once only.*SMTP said no/);
		await jest.advanceTimersByTimeAsync(24 * 60 * 60_000);
		expect(await claimable()).toBe(0);
	});

	it('comes again after a report, and does not say that it will not', async () => {
		const over = start(await claim(), 'success', 60, once);
		const { done } = await trigger.emit(0);
		await reportFailed();
		const run = { status: 'error', data: { resultData: { error: { message: 'SMTP said no' } } } };
		done?.resolve(run as unknown as IRun);
		await over;
		expect(trigger.logged).toEqual([]);
		await jest.advanceTimersByTimeAsync(5_000);
		expect((await claim()).attempt).toBe(2);
	});

	it('keeps its place until the execution ends, or for half as long as one may last', async () => {
		let isFree = false;
		void start(await claim(), 'success', 10, once, () => (isFree = true));
		await trigger.emit(0);
		await jest.advanceTimersByTimeAsync(5 * 60_000 - 1);
		expect(isFree).toBe(false);
		await jest.advanceTimersByTimeAsync(1);
		expect(isFree).toBe(true);
		expect(trigger.logged.join()).toMatch(/another may start in its place$/);
	});

	it('is not let go when somebody else has claimed it meanwhile', async () => {
		const stale = await claim();
		await jest.advanceTimersByTimeAsync(LEASE_MS);
		await claim();
		await start(stale, 'success', 60, once);
		expect(trigger.emits).toEqual([]);
	});

	it('is tried again where its item could not be made: nobody has it yet', async () => {
		const toItem = () => Promise.reject(new Error('no such invitation'));
		await start(await claim(), 'success', 60, { ...once, toItem });
		expect(trigger.emits).toEqual([]);
		expect(await inState('open')).toMatchObject({
			lastError: 'its item could not be made: no such invitation',
		});
	});
});
