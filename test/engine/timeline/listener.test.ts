import { appendEvents, claimDeliveries, LEASE_MS, PATIENCE, subscribe } from '../../../engine/timeline';
import { anEvent } from '../../support/events';
import { closeStages, names, openStage, taker } from './pump-stage';

afterEach(closeStages);

describe('a consumer', () => {
	it('that unsubscribes while its deliveries are asked for leaves them to the lease', async () => {
		const stage = await openStage();
		const listener = taker('a', 10, {
			free() {
				remove();
				return 10;
			},
		});
		await subscribe(stage.engine, listener.subscription);
		await stage.engine.transaction((trx) => appendEvents(stage.engine, trx, [anEvent({ id: 'event' })]));
		const remove = stage.pump.add(listener);
		stage.pump.add(taker('other'));
		await stage.alarm.asleep();
		expect(listener.taken).toEqual([]);
		expect(await claimDeliveries(stage.engine, 'a', 10, LEASE_MS)).toEqual([]);
		stage.now += LEASE_MS;
		expect(await claimDeliveries(stage.engine, 'a', 10, LEASE_MS)).toMatchObject([{ attempt: 2 }]);
	});

	const unspeakable = { serviceIds: [1n] } as never;
	it.each([
		['says how many it is free for', taker('bad', 10, { free: () => fail('no idea') }), 'no idea'],
		['takes a delivery', taker('bad', 10, { take: () => fail('no hands') }), 'no hands'],
		[
			'is marked as listening',
			taker('bad', 10, {
				subscription: { id: 'bad', types: [], filter: unspeakable, label: 'Workflow / bad' },
			}),
			'BigInt',
		],
	])('that throws when it %s does not stop the others, and rests', async (_when, bad, reason) => {
		const stage = await openStage();
		const good = taker('good');
		stage.pump.add(bad);
		stage.pump.add(good);
		await stage.due(0, 'first');
		expect(await stage.alarm.asleep()).toBe(PATIENCE.firstBackoffMs);
		expect(good.taken).toEqual(['first 1']);
		expect(stage.said).toEqual([
			expect.stringMatching(
				new RegExp(
					`^error The ICRM trigger 'Workflow / bad' met an obstacle and is tried again: .*${reason}`,
				),
			),
		]);
		await stage.due(0, 'second');
		await stage.alarm.asleep();
		expect(good.taken).toEqual(['first 1', 'second 1']);
		expect(stage.said).toHaveLength(1);
	});

	it('that throws is served again when it has got over it', async () => {
		const stage = await openStage();
		let broken = true;
		const listener = taker('a');
		const shaky = {
			...listener,
			free: () => (broken ? fail('not now') : listener.places),
		};
		await stage.due(0, 'event');
		stage.pump.add(shaky);
		expect(await stage.alarm.asleep()).toBe(1_000);
		expect(await stage.sleepThrough()).toBe(2_000);
		broken = false;
		expect(await stage.sleepThrough()).toBe(5_000);
		expect(listener.taken).toEqual(['event 1']);
		// The next obstacle is the first again.
		broken = true;
		expect(await stage.sleepThrough()).toBe(1_000);
	});

	it('whose subscription was deleted says anew that it listens, instead of going on with one that listens to nothing', async () => {
		const stage = await openStage();
		const listener = taker('a');
		stage.pump.add(listener);
		await stage.alarm.asleep();
		await stage.engine.transaction((trx) =>
			trx.updateTable('subscription').set({ types: '[]' }).where('id', '=', 'a').execute(),
		);
		await stage.alarm.asleep();
		stage.now += 10 * 60_000 + 1;
		await stage.due(0, 'event');
		await stage.alarm.asleep();
		expect(listener.taken).toEqual(['event 1']);
	});

	it('that cannot take one delivery is given the others, and that one again', async () => {
		const stage = await openStage();
		const listener = taker('a');
		const picky = {
			...listener,
			take(delivery: Parameters<typeof listener.take>[0]) {
				if (delivery.event.id === 't001' && delivery.attempt === 1) fail('not this one');
				listener.take(delivery);
			},
		};
		await stage.due(0, ...names(3));
		stage.pump.add(picky);
		await stage.alarm.asleep();
		expect(listener.taken).toEqual(['t000 1', 't002 1']);
		stage.now += LEASE_MS;
		stage.pump.wake();
		await stage.alarm.asleep();
		expect(listener.taken).toContain('t001 2');
	});
});

function fail(message: string): never {
	throw new Error(message);
}
