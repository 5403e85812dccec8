import { claimDeliveries, LEASE_MS, PATIENCE, setTimers } from '../../../engine/timeline';
import { closeStages, emitting, names, openStage, seenAt, taker, type PumpStage } from './pump-stage';

afterEach(closeStages);

const MINUTE = 60_000;

describe('the pump sleeps', () => {
	it('until the next timer, to the millisecond', async () => {
		const stage = await openStage();
		const listener = taker('a');
		await stage.due(3_217, 'first');
		stage.pump.add(listener);
		expect(await stage.alarm.asleep()).toBe(3_217);
		expect(listener.taken).toEqual([]);
		await stage.sleepThrough();
		expect(listener.taken).toEqual(['first 1']);
	});

	it('until a delivery that failed is to be tried again', async () => {
		const stage = await openStage();
		const listener = taker('a', 1);
		await stage.due(0, 'first');
		stage.pump.add(listener);
		await stage.alarm.asleep();
		// As after a crash: nobody renews the lease.
		listener.places = 1;
		stage.now += LEASE_MS - 1_234;
		stage.pump.wake();
		expect(await stage.alarm.asleep()).toBe(1_234);
		await stage.sleepThrough();
		expect(listener.taken).toEqual(['first 1', 'first 2']);
	});

	it('never longer than it takes to notice what another process wrote', async () => {
		const stage = await openStage();
		const listener = taker('a');
		await stage.due(10 * MINUTE, 'later');
		stage.pump.add(listener);
		expect(await stage.alarm.asleep()).toBe(PATIENCE.longestSleepMs);
		await stage.dueElsewhere(0, 'from elsewhere');
		const before = stage.asked();
		await new Promise(setImmediate);
		expect(stage.asked()).toBe(before);
		await stage.sleepThrough();
		expect(listener.taken).toEqual(['from elsewhere 1']);
	});

	it('a moment, and does not ask in a loop, while another process holds what is due', async () => {
		let held = true;
		const stage = await openStage([{ ...emitting, lock: async (_trx, subjects) => (held ? [] : subjects) }]);
		const listener = taker('a');
		await stage.due(0, 'first');
		stage.pump.add(listener);
		expect(await stage.alarm.asleep()).toBe(PATIENCE.heldElsewhereMs);
		held = false;
		await stage.sleepThrough();
		expect(listener.taken).toEqual(['first 1']);
	});

	it('and leaves timers of a kind it does not know to the newer version that set them', async () => {
		const stage = await openStage([{ ...emitting, kind: 'older' }]);
		await stage.due(-MINUTE, ...names(150));
		stage.pump.add(taker('a'));
		expect(await stage.alarm.asleep()).toBe(PATIENCE.longestSleepMs);
		// However many of those wait, they do not keep it from its own.
		const own = { subject: 'own', kind: 'older', dueAt: stage.now, revision: 0 };
		const listener = taker('b');
		stage.pump.add(listener);
		await stage.engine.transaction((trx) => setTimers(trx, [own]));
		await stage.alarm.asleep();
		expect(listener.taken).toEqual(['own 1']);
		expect(stage.said).toEqual([expect.stringContaining('of a kind that this version does not know (test)')]);
	});

	it('not at all before it has listeners, and stops with the last of them', async () => {
		const stage = await openStage();
		await stage.due(0, 'first');
		expect(stage.asked()).toBe(0);
		const remove = stage.pump.add(taker('a'));
		await stage.alarm.asleep();
		remove();
		stage.alarm.ring();
		await new Promise(setImmediate);
		const listener = taker('b');
		stage.pump.add(listener);
		await stage.due(0, 'second');
		await stage.alarm.asleep();
		expect(listener.taken).toEqual(['second 1']);
	});
});

describe('the pump works', () => {
	it('as soon as something is committed in this process', async () => {
		const stage = await openStage();
		const listener = taker('a');
		stage.pump.add(listener);
		await stage.alarm.asleep();
		await stage.due(0, 'now');
		await stage.alarm.asleep();
		expect(listener.taken).toEqual(['now 1']);
	});

	it('through everything that is due without sleeping, a hundred at a time', async () => {
		const batches: number[] = [];
		const stage = await openStage([
			{
				...emitting,
				fire(engine, trx, timers) {
					batches.push(timers.length);
					return emitting.fire(engine, trx, timers);
				},
			},
		]);
		const listener = taker('a', 1_000);
		await stage.due(0, ...names(250));
		stage.pump.add(listener);
		await stage.alarm.asleep();
		expect(batches).toEqual([100, 100, 50]);
		expect(listener.taken).toHaveLength(250);
		expect(stage.alarm.sleeps()).toBe(1);
	});

	it('at once on what fell due by its own doing', async () => {
		const stage = await openStage([
			{
				...emitting,
				async fire(engine, trx, timers) {
					await emitting.fire(engine, trx, timers);
					const [{ subject, dueAt } = { subject: '', dueAt: 0 }] = timers;
					const next = { subject: `${subject}+`, kind: 'test', dueAt, revision: 0 };
					if (subject.length < 4) await setTimers(trx, [next]);
				},
			},
		]);
		const listener = taker('a');
		await stage.due(0, 'a');
		stage.pump.add(listener);
		await stage.alarm.asleep();
		expect(listener.taken).toEqual(['a 1', 'a+ 1', 'a++ 1', 'a+++ 1']);
		expect(stage.alarm.sleeps()).toBe(1);
	});

	it('and lets the rest of the process run between two turns', async () => {
		let ticks = 0;
		let ticking = setImmediate(function tick() {
			ticks++;
			ticking = setImmediate(tick);
		});
		const seen: number[] = [];
		const stage = await openStage([{ ...emitting, fire: async () => void seen.push(ticks) }]);
		await stage.due(0, ...names(450));
		const before = ticks;
		stage.pump.add(taker('a'));
		await stage.alarm.asleep().finally(() => clearImmediate(ticking));
		expect(seen).toHaveLength(5);
		expect(new Set([before, ...seen]).size).toBeGreaterThanOrEqual(5);
	});

	it('handing out no more than a consumer is free for', async () => {
		const stage = await openStage();
		const [busy, idle, overbooked] = [taker('busy', 2), taker('idle', 10), taker('overbooked', -1)];
		await stage.due(0, ...names(5));
		stage.pump.add(busy);
		stage.pump.add(idle);
		stage.pump.add(overbooked);
		// Whoever has no place is no reason to stay awake: it wakes the pump when it has one.
		expect(await stage.alarm.asleep()).toBe(PATIENCE.longestSleepMs);
		expect(overbooked.taken).toEqual([]);
		expect(busy.taken).toEqual(['t000 1', 't001 1']);
		expect(idle.taken).toHaveLength(5);
		busy.places = 1;
		stage.pump.wake();
		await stage.alarm.asleep();
		expect(busy.taken).toEqual(['t000 1', 't001 1', 't002 1']);
		// What was not handed out is not leased either: it waits for whoever has a place.
		expect(await claimDeliveries(stage.engine, 'busy', 10, LEASE_MS)).toHaveLength(2);
	});

	it('and says who listens before it fires, or the first event would miss its subscription', async () => {
		const stage = await openStage();
		const listener = taker('new');
		await stage.due(-MINUTE, 'overdue');
		stage.pump.add(listener);
		await stage.alarm.asleep();
		expect(listener.taken).toEqual(['overdue 1']);
	});

	it('and keeps saying so, every ten minutes', async () => {
		const stage = await openStage();
		const listener = taker('a');
		const start = stage.now;
		stage.pump.add(listener);
		await stage.alarm.asleep();
		const asking = async (at: number) => {
			stage.now = at;
			stage.pump.wake();
			await stage.alarm.asleep();
			return await seenAt(stage, listener.subscription);
		};
		expect(await asking(start + 10 * MINUTE)).toBe(start);
		expect(await asking(start + 10 * MINUTE + 1)).toBe(start + 10 * MINUTE + 1);
	});
});

describe('a database that is away', () => {
	async function away(): Promise<PumpStage> {
		const stage = await openStage();
		stage.pump.add(taker('a'));
		await stage.alarm.asleep();
		stage.away = true;
		stage.pump.wake();
		await stage.alarm.asleep();
		return stage;
	}
	const complaints = ({ said }: PumpStage) => said.filter((line) => line.startsWith('error'));

	it('is asked less and less often, half a minute apart at most', async () => {
		const stage = await away();
		const pauses = [await stage.alarm.asleep()];
		for (let i = 0; i < 6; i++) pauses.push(await stage.sleepThrough());
		expect(pauses).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
	});

	it('is not asked sooner because something was committed', async () => {
		const stage = await away();
		const before = stage.asked();
		stage.pump.wake();
		await new Promise(setImmediate);
		expect(stage.asked()).toBe(before);
	});

	it('is not asked sooner because something was committed while it was asked, either', async () => {
		const stage = await away();
		stage.meanwhile = stage.pump.wake;
		expect(await stage.sleepThrough()).toBe(2_000);
	});

	it('is said once a minute, with what to check, and again when it is back', async () => {
		const stage = await away();
		const start = stage.now;
		expect(stage.said).toEqual([
			'error The ICRM triggers wait for their database: Nothing answers. Check the host.',
		]);
		while (stage.now < start + 10 * MINUTE) await stage.sleepThrough();
		expect(complaints(stage).length).toBeGreaterThanOrEqual(7);
		expect(complaints(stage).length).toBeLessThanOrEqual(11);
		stage.said.length = 0;
		stage.away = false;
		await stage.due(0, 'meanwhile');
		await stage.sleepThrough();
		await stage.sleepThrough();
		expect(stage.said).toEqual([
			'info The ICRM database answers again; what was due meanwhile is being delivered',
		]);
		// From here on it is as before: a commit wakes it.
		const listener = taker('b');
		stage.pump.add(listener);
		await stage.due(0, 'afterwards');
		await stage.alarm.asleep();
		expect(listener.taken).toEqual(['afterwards 1']);
	});

	it('does not keep the process from ending', async () => {
		const stage = await away();
		const before = stage.alarm.sleeps();
		await stage.pump.stop();
		// Stopped while a query is under way that will fail, too.
		const other = await openStage();
		other.away = true;
		other.pump.add(taker('a'));
		await other.pump.stop();
		expect([stage.alarm.sleeps(), other.alarm.sleeps()]).toEqual([before, 0]);
	});

	it('and a connection it closed is said once a minute', async () => {
		const stage = await openStage();
		const lost = () => stage.pump.connectionLost(new Error('terminated by administrator'));
		lost();
		lost();
		expect(stage.said).toEqual([
			'warn The ICRM database closed a connection: terminated by administrator. The next query opens another',
		]);
		stage.now += MINUTE;
		lost();
		expect(stage.said).toHaveLength(2);
	});
});

describe('a stop', () => {
	it('while timers fire takes nothing further', async () => {
		const stopping: Promise<void>[] = [];
		const stage = await openStage([
			{
				...emitting,
				async fire(engine, trx, timers) {
					await emitting.fire(engine, trx, timers);
					stopping.push(stage.pump.stop());
				},
			},
		]);
		const listener = taker('a');
		await stage.due(0, 'first');
		stage.pump.add(listener);
		await stage.engine.store.read(async () => {});
		while (stopping.length === 0) await new Promise(setImmediate);
		await stopping[0];
		expect(listener.taken).toEqual([]);
		// Fired whole, and not leased: it is there for the next process.
		expect(await claimDeliveries(stage.engine, 'a', 10, LEASE_MS)).toMatchObject([{ attempt: 1 }]);
	});

	it('while deliveries are handed out takes nothing further', async () => {
		const stage = await openStage();
		const stopping: Promise<void>[] = [];
		const first = taker('a', 10, { free: () => (stopping.push(stage.pump.stop()), 10) });
		const second = taker('b');
		await stage.due(0, 'event');
		stage.pump.add(first);
		stage.pump.add(second);
		while (stopping.length === 0) await new Promise(setImmediate);
		await Promise.all(stopping);
		expect([first.taken, second.taken]).toEqual([[], []]);
		expect(await claimDeliveries(stage.engine, 'b', 10, LEASE_MS)).toMatchObject([{ attempt: 1 }]);
	});

	it('ends the sleep, and nothing wakes it any more', async () => {
		const stage = await openStage();
		stage.pump.add(taker('a'));
		await stage.alarm.asleep();
		await stage.pump.stop();
		const before = stage.asked();
		await stage.due(0, 'unheard');
		await new Promise(setImmediate);
		expect(stage.asked()).toBe(before);
	});
});
