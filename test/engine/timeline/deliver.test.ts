import type { TimelineEvent } from '../../../engine/event';
import {
	acknowledgeDelivery,
	appendEvents,
	backoffMs,
	claimDeliveries,
	failDelivery,
	listDeliveries,
	MAX_ATTEMPTS,
	recordSteps,
	renewLease,
	retryDeliveries,
	withdrawDeliveries,
	type Delivery,
} from '../../../engine/timeline';
import { unwrap } from '../../../engine/outcome';
import { listen } from '../../support/company';
import { anEvent } from '../../support/events';
import { onBothDatabases, type Harness } from '../../support/harness';

const LEASE = 60_000;
const event = (id: string, changes: Partial<TimelineEvent> = {}): TimelineEvent =>
	anEvent({ id, ...changes });
const append = ({ engine }: Harness, ...events: TimelineEvent[]) =>
	engine.transaction((trx) => appendEvents(engine, trx, events));
const claim = ({ engine }: Harness, subscription = 'a', limit = 10) =>
	claimDeliveries(engine, subscription, limit, LEASE);
const names = (deliveries: readonly Delivery[]) =>
	deliveries.map(({ event: { id }, attempt }) => `${id} ${attempt}`);

onBothDatabases('a delivery', (open) => {
	async function listening(): Promise<Harness> {
		const harness = await open();
		await listen(harness, 'a', ['clock.breached']);
		return harness;
	}

	it('goes to every subscription that wants the event, once each', async () => {
		const harness = await listening();
		await listen(harness, 'b', ['clock.breached', 'clock.warning']);
		await listen(harness, 'laptops', ['clock.breached'], { serviceIds: ['laptop'] });
		await append(
			harness,
			event('1', { serviceId: 'access' }),
			event('2', { serviceId: 'laptop' }),
			event('3', { type: 'clock.warning' }),
		);
		expect(names(await claim(harness, 'a'))).toEqual(['1 1', '2 1']);
		expect(names(await claim(harness, 'b'))).toEqual(['1 1', '2 1', '3 1']);
		expect(names(await claim(harness, 'laptops'))).toEqual(['2 1']);
		expect(names(await claim(harness, 'a'))).toEqual([]);
	});

	it('comes oldest event first, and no more than asked for', async () => {
		const harness = await listening();
		await append(harness, event('late', { at: 30 }), event('early', { at: 10 }), event('middle', { at: 20 }));
		expect(names(await claim(harness, 'a', 2))).toEqual(['early 1', 'middle 1']);
	});

	it('is refused a second time by the database itself', async () => {
		const harness = await listening();
		await append(harness, event('1'));
		await expect(append(harness, event('1'))).rejects.toThrow(/unique|duplicate/i);
		expect(await claim(harness)).toHaveLength(1);
	});

	it('comes again when its lease runs out, and not before', async () => {
		const harness = await listening();
		await append(harness, event('1'));
		const [first] = await claim(harness);
		await harness.fastForward(LEASE - 1);
		expect(await claim(harness)).toEqual([]);
		await harness.fastForward(1);
		expect(names(await claim(harness))).toEqual(['1 2']);
		// Who held it before can neither acknowledge nor renew it any more.
		expect(await acknowledgeDelivery(harness.engine, first as Delivery)).toBe(false);
		expect(await renewLease(harness.engine, first as Delivery, LEASE)).toBe(false);
	});

	it('stays leased while whoever has it renews', async () => {
		const harness = await listening();
		await append(harness, event('1'));
		const [held] = await claim(harness);
		for (let i = 0; i < 5; i++) {
			await harness.fastForward(LEASE / 2);
			expect(await renewLease(harness.engine, held as Delivery, LEASE)).toBe(true);
			expect(await claim(harness)).toEqual([]);
		}
		expect(await acknowledgeDelivery(harness.engine, held as Delivery)).toBe(true);
		await harness.fastForward(LEASE * 2);
		expect(await claim(harness)).toEqual([]);
	});

	it('that failed waits longer each time, then rests as a dead letter, and can be sent again', async () => {
		const harness = await listening();
		const { engine } = harness;
		await append(harness, event('1'));
		for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
			const [delivery] = await claim(harness);
			expect(delivery).toMatchObject({ attempt });
			expect(await failDelivery(engine, delivery as Delivery, 'the mail server said no')).toBe(true);
			expect(await claim(harness)).toEqual([]);
			await harness.fastForward(backoffMs(attempt));
		}
		expect(await claim(harness)).toEqual([]);
		expect(await listDeliveries(engine, { state: 'dead', limit: 10 })).toMatchObject([
			{
				subscriptionId: 'a',
				event: { id: '1' },
				attempt: MAX_ATTEMPTS,
				lastError: 'the mail server said no',
			},
		]);
		const key = { subscriptionId: 'a', eventId: '1' };
		expect(unwrap((await retryDeliveries(engine, [key]))[0])).toEqual(key);
		expect(names(await claim(harness))).toEqual(['1 1']);
		const again = (await retryDeliveries(engine, [key]))[0];
		expect(again).toMatchObject({
			ok: false,
			error: { code: 'notFound', hint: expect.stringContaining('dead letters') },
		});
	});

	it('that kills whoever takes it does so a limited number of times', async () => {
		const harness = await listening();
		await append(harness, event('poison'));
		for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
			expect(await claim(harness)).toHaveLength(1);
			await harness.fastForward(LEASE);
		}
		expect(await claim(harness)).toEqual([]);
		expect(await listDeliveries(harness.engine, { state: 'dead', limit: 10 })).toMatchObject([
			{ lastError: 'its executions never ended' },
		]);
	});

	it('is acknowledged from inside the workflow too, by a step recorded as done', async () => {
		const harness = await listening();
		await append(harness, event('1'));
		await claim(harness);
		const step = { subscriptionId: 'a', eventId: '1', step: 'mail sent', acknowledge: true };
		expect(unwrap((await recordSteps(harness.engine, [step]))[0])).toMatchObject({ first: true });
		expect(unwrap((await recordSteps(harness.engine, [step]))[0])).toMatchObject({ first: false });
		await harness.fastForward(LEASE * 2);
		expect(await claim(harness)).toEqual([]);
	});

	it('can be withdrawn before it left', async () => {
		const harness = await listening();
		await append(harness, event('1'), event('2'));
		await harness.engine.transaction((trx) => withdrawDeliveries(trx, ['1'], harness.now));
		expect(names(await claim(harness))).toEqual(['2 1']);
	});

	it('is not made for a subscription that nobody has kept alive for a week', async () => {
		const harness = await listening();
		await harness.fastForward('7d');
		await append(harness, event('1'));
		expect(await claim(harness)).toEqual([]);
	});

	it('is not made when the transaction that wrote its event is undone', async () => {
		const harness = await listening();
		const undone = harness.engine.transaction(async (trx) => {
			await appendEvents(harness.engine, trx, [event('1')]);
			throw new Error('undo');
		});
		await expect(undone).rejects.toThrow('undo');
		expect(await claim(harness)).toEqual([]);
	});
});
