import type { IRun } from 'n8n-workflow';
import {
	appendEvents,
	engineFor,
	listDeliveries,
	saveSubscription,
	type Engine,
	type TimelineEvent,
} from '../../../../engine';
import { storeConfig } from '../../../../nodes/shared/run/store';
import { listen, type Listening } from '../../../../nodes/shared/trigger';
import { anEvent } from '../../../support/events';
import { ownHome, triggerContext } from '../fakes';

ownHome();

const listening: Listening = {
	types: ['clock.breached'],
	filter: {},
	example: anEvent({ id: 'example', data: { clock: 'an example' } }),
};

const breach = (id: string, at = Date.now()): TimelineEvent =>
	anEvent({ id, subject: id, at, data: { clock: id } });

const append = (engine: Engine, ...events: TimelineEvent[]) =>
	engine.transaction((trx) => appendEvents(engine, trx, events));

/** A subscription is there from the pump's first turn on; here it must be there at once. */
const subscribe = (engine: Engine, id: string) =>
	engine.transaction((trx) => saveSubscription(trx, { id, label: '', ...listening }, engine.now()));

it('delivers what happens, no more at once than it may, and settles', async () => {
	const engine = await engineFor(storeConfig({}));
	await subscribe(engine, 'wf:node-1');
	const trigger = triggerContext({
		getNodeParameter: (name: string, fallback?: unknown) => (name === 'options.maxInFlight' ? 2 : fallback),
	} as never);
	const { closeFunction } = await listen(trigger.context, listening);
	const now = Date.now();
	await append(engine, breach('a', now), breach('b', now + 1), breach('c', now + 2));
	const first = await trigger.emit(0);
	await trigger.emit(1);
	expect(trigger.emits.map(({ json }) => json.clock)).toEqual(['a', 'b']);
	first.done?.resolve({ status: 'success' } as IRun);
	expect((await trigger.emit(2)).json).toMatchObject({ clock: 'c', subscriptionId: 'wf:node-1' });
	await closeFunction?.();
	// Closed: what it took settles, what comes now stays.
	await append(engine, breach('d', now + 3));
	trigger.emits.slice(1).forEach(({ done }) => done?.resolve({ status: 'success' } as IRun));
	await until(async () => (await listDeliveries(engine, { state: 'done', limit: 9 })).length === 3);
	expect(trigger.emits).toHaveLength(3);
	expect(await listDeliveries(engine, { state: 'open', limit: 9 })).toMatchObject([{ event: { id: 'd' } }]);
});

describe('in the editor', () => {
	const manual = { getMode: () => 'manual' } as never;

	it('shows the newest real event, without taking it', async () => {
		const engine = await engineFor(storeConfig({}));
		await append(engine, breach('newest'));
		const before = await listDeliveries(engine, { state: 'open', limit: 9 });
		const trigger = triggerContext(manual);
		const response = await listen(trigger.context, listening);
		await response.manualTriggerFunction?.();
		expect(trigger.emits[0]).toMatchObject({ json: { clock: 'newest' }, key: undefined });
		expect(trigger.emits[0]?.json.example).toBeUndefined();
		expect(await listDeliveries(engine, { state: 'open', limit: 9 })).toEqual(before);
	});

	it('shows an example, and says that it is one, where nothing happened yet', async () => {
		const trigger = triggerContext(manual);
		const response = await listen(trigger.context, { ...listening, types: ['survey.invite'] });
		await response.manualTriggerFunction?.();
		expect(trigger.emits[0]?.json).toMatchObject({ clock: 'an example', example: true });
	});
});

describe('a store that cannot be reached', () => {
	const credentialed = (getCredentials: () => Promise<object>) =>
		({
			getNode: () => ({ id: 'node-2', name: 'ICRM', credentials: { icrmStoreApi: { id: '1', name: 'x' } } }),
			getCredentials,
		}) as never;
	const nowhere = { database: 'postgres', host: '127.0.0.1', port: 9, user: 'nobody' };

	it('does not fail the activation; once it answers, events arrive', async () => {
		let fields: object = nowhere;
		const trigger = triggerContext(credentialed(async () => fields));
		const { closeFunction } = await listen(trigger.context, listening);
		expect(trigger.logged.join()).toMatch(
			/'ICRM' waits for the ICRM store: Nothing answers at PostgreSQL 127/,
		);
		fields = { database: 'embedded' };
		const engine = await engineFor(storeConfig({}));
		await subscribe(engine, 'wf:node-2');
		await append(engine, breach('after'));
		expect((await trigger.emit(0)).json).toMatchObject({ clock: 'after' });
		await closeFunction?.();
	});

	it('can be closed meanwhile', async () => {
		jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
		let asked = 0;
		const trigger = triggerContext(credentialed(async () => (asked++, nowhere)));
		const { closeFunction } = await listen(trigger.context, listening);
		await closeFunction?.();
		await jest.advanceTimersByTimeAsync(60_000);
		expect(asked).toBe(1);
		jest.useRealTimers();
	});

	it('takes nothing up when it is closed while it asks', async () => {
		jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
		const second = Promise.withResolvers<object>();
		const answers = [Promise.resolve(nowhere), second.promise];
		let asked = 0;
		const trigger = triggerContext(credentialed(() => answers[asked++] ?? Promise.resolve(nowhere)));
		const { closeFunction } = await listen(trigger.context, listening);
		await jest.advanceTimersByTimeAsync(1_000);
		expect(asked).toBe(2);
		await closeFunction?.();
		const elsewhere = { database: 'embedded', file: 'elsewhere.sqlite' };
		second.resolve(elsewhere);
		const engine = await engineFor(storeConfig(elsewhere));
		await subscribe(engine, 'wf:node-2');
		await append(engine, breach('unheard'));
		await jest.advanceTimersByTimeAsync(10 * 60_000);
		expect(asked).toBe(2);
		expect(trigger.emits).toEqual([]);
		jest.useRealTimers();
	});

	it('fails the activation where it can never work', async () => {
		process.env.EXECUTIONS_MODE = 'queue';
		await expect(listen(triggerContext().context, listening)).rejects.toMatchObject({
			message: expect.stringContaining('queue mode'),
		});
		delete process.env.EXECUTIONS_MODE;
	});
});

async function until(holds: () => Promise<boolean>): Promise<void> {
	while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 10));
}
