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
import { leaseRows, visibleDeliveries } from '../../../engine/timeline/delivery-repository';
import { onBothDatabases, type Harness } from '../../support/harness';
import { holdOpen, waitsForLock } from '../../support/locks';

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
		// It counts on: n8n keeps the key of an attempt that it has started, and starts none a second time.
		const [revived] = await claim(harness);
		expect(revived).toMatchObject({ attempt: MAX_ATTEMPTS + 1, tries: 1 });
		const again = (await retryDeliveries(engine, [key]))[0];
		expect(again).toMatchObject({
			ok: false,
			error: { code: 'notFound', hint: expect.stringContaining('dead letters') },
		});
	});

	it('that kills whoever takes it does so a limited number of times', async () => {
		const harness = await listening();
		await append(harness, event('poison'));
		const from = harness.now;
		for (let lapses = 0; lapses < MAX_ATTEMPTS; lapses++) {
			expect(await claim(harness)).toMatchObject([{ attempt: lapses + 1, tries: 1, lapses }]);
			await harness.fastForward(LEASE - 1);
			if (lapses > 0) await harness.fastForward(backoffMs(lapses));
			// Pauses grow as they do after failures: a crash loop is given it for hours, not for twenty minutes.
			expect(await claim(harness)).toEqual([]);
			await harness.fastForward(1);
		}
		expect(await claim(harness)).toEqual([]);
		expect(harness.now - from).toBeGreaterThan(5.5 * 3_600_000);
		expect(await listDeliveries(harness.engine, { state: 'dead', limit: 10 })).toMatchObject([
			{ lastError: 'its executions never ended' },
		]);
	});

	it('that was settled stays as it is, whatever is said of it later', async () => {
		const harness = await listening();
		const { engine } = harness;
		await append(harness, event('arrived'), event('given up'));
		const [arrived, givenUp] = (await claim(harness)) as [Delivery, Delivery];
		const buried = { ...givenUp, attempt: MAX_ATTEMPTS, tries: MAX_ATTEMPTS };
		await engine.transaction((trx) =>
			trx.updateTable('delivery').set({ attempt: MAX_ATTEMPTS }).where('event_id', '=', 'given up').execute(),
		);
		expect(await acknowledgeDelivery(engine, arrived)).toBe(true);
		expect(await failDelivery(engine, buried, 'x'.repeat(5_000))).toBe(true);
		const rows = () =>
			engine.store.read((db) => db.selectFrom('delivery').selectAll().orderBy('event_id').execute());
		const before = await rows();
		expect(before).toMatchObject([
			{ state: 'done', attempt: 1, last_error: null },
			{ state: 'dead', attempt: MAX_ATTEMPTS, last_error: 'x'.repeat(1_000) },
		]);
		await harness.fastForward('1h');
		for (const delivery of [arrived, buried]) {
			expect(await failDelivery(engine, delivery, 'too late')).toBe(false);
			expect(await renewLease(engine, delivery, LEASE)).toBe(false);
			expect(await acknowledgeDelivery(engine, delivery)).toBe(false);
			const key = { subscriptionId: 'a', eventId: delivery.event.id };
			await recordSteps(engine, [{ ...key, step: 'mail sent', acknowledge: true }]);
		}
		await engine.transaction((trx) => withdrawDeliveries(trx, ['arrived', 'given up'], harness.now));
		// Only who settled it last is known by now, so that no report of a failure opens it again.
		expect(await rows()).toEqual([{ ...before[0], settled_by: 'step' }, before[1]]);
	});

	it('is settled for its own subscription alone', async () => {
		const harness = await listening();
		for (const id of ['b', 'c', 'd']) await listen(harness, id, ['clock.breached']);
		await append(harness, event('1'));
		const held = await Promise.all(['a', 'b', 'c', 'd'].map(async (id) => (await claim(harness, id))[0]));
		await acknowledgeDelivery(harness.engine, held[0] as Delivery);
		await failDelivery(harness.engine, held[1] as Delivery, 'no');
		const step = { subscriptionId: 'c', eventId: '1', step: 'mail sent', acknowledge: true };
		await recordSteps(harness.engine, [step]);
		const rows = await harness.engine.store.read((db) =>
			db.selectFrom('delivery').select(['state', 'last_error']).orderBy('subscription_id').execute(),
		);
		expect(rows).toEqual([
			{ state: 'done', last_error: null },
			{ state: 'open', last_error: 'no' },
			{ state: 'done', last_error: null },
			{ state: 'open', last_error: null },
		]);
	});

	it('that failed and then kills whoever takes it is buried with what was said last', async () => {
		const harness = await listening();
		await append(harness, event('1'));
		const [first] = await claim(harness);
		await failDelivery(harness.engine, first as Delivery, 'the mail server said no');
		// What failed and of what nothing was heard count apart.
		for (let lapses = 0; lapses < MAX_ATTEMPTS; lapses++) {
			await harness.fastForward(LEASE + backoffMs(Math.max(1, lapses)));
			expect(await claim(harness)).toMatchObject([{ attempt: lapses + 2, tries: 2, lapses }]);
		}
		await harness.fastForward(LEASE + backoffMs(MAX_ATTEMPTS));
		expect(await claim(harness)).toEqual([]);
		expect(await listDeliveries(harness.engine, { state: 'dead', limit: 10 })).toMatchObject([
			{ attempt: MAX_ATTEMPTS + 1, lastError: 'the mail server said no' },
		]);
	});

	it('that another process is claiming at this moment is left to it', async () => {
		const harness = await listening();
		await append(harness, event('1'));
		const other = await holdOpen(harness.engine, async (trx) => {
			const rows = await visibleDeliveries(trx, [{ subscriptionId: 'a', limit: 10 }], harness.now);
			await leaseRows(trx, rows, harness.now, () => harness.now + LEASE);
			return rows;
		});
		const claimed = claim(harness);
		// On SQLite one transaction follows the other; on PostgreSQL nobody waits for a lock here.
		if (harness.config.kind === 'postgres') expect(await waitsForLock(harness, claimed)).toBe(false);
		await other.commit();
		expect(other.value).toHaveLength(1);
		expect(await claimed).toEqual([]);
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

	it('is not made for a subscription that nobody has kept alive for a week, while others are', async () => {
		const harness = await listening();
		await harness.fastForward('7d');
		await listen(harness, 'other', ['clock.breached']);
		await append(harness, event('1'));
		expect(await claim(harness)).toEqual([]);
	});

	it('is made for all of them when something is written after a long sleep, before any trigger is back (M1)', async () => {
		const harness = await listening();
		await harness.fastForward('8d');
		await append(harness, event('1'));
		expect(await claim(harness)).toHaveLength(1);
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
