import { sql } from 'kysely';
import { cancelTimers, fireTimers, setTimers, type Timer, type TimerHandler } from '../../../engine/timeline';
import { dueTimers, takeTimers } from '../../../engine/timeline/timer-repository';
import { lookAhead } from '../../../engine/timeline/next-repository';
import { createPassedOver } from '../../../engine/timeline/passed-over';
import { createTurns } from '../../../engine/timeline/turns';
import { IcrmError } from '../../../engine/errors';
import { onBothDatabases, type Harness } from '../../support/harness';
import { holdOpen, waitsForLock } from '../../support/locks';

const timer = (subject: string, dueAt: number): Timer => ({ subject, kind: 'test', dueAt, revision: 1 });
const set = ({ engine }: Harness, ...timers: Timer[]) => engine.transaction((trx) => setTimers(trx, timers));

/** Remembers what it fired; `break` makes it throw for one subject. */
function handler(
	fired: string[],
	broken?: string,
	lock: TimerHandler['lock'] = async (_trx, subjects) => subjects,
): TimerHandler {
	return {
		kind: 'test',
		lock,
		async fire(_engine, _trx, timers) {
			if (timers.some(({ subject }) => subject === broken)) throw new Error('its data makes no sense');
			fired.push(...timers.map(({ subject }) => subject));
		},
	};
}

const nextAt = async ({ engine }: Harness) =>
	(await engine.store.read((db) => lookAhead(db, ['test'], []))).timerAt;

onBothDatabases('timers', (open) => {
	it('fire when they are due, the most overdue first, and are gone', async () => {
		const harness = await open();
		const fired: string[] = [];
		await set(
			harness,
			timer('b', harness.now - 1),
			timer('a', harness.now - 2),
			timer('later', harness.now + 1),
		);
		expect(await fireTimers(harness.engine, [handler(fired)], () => {})).toEqual({ fired: 2, more: false });
		expect(fired).toEqual(['a', 'b']);
		expect(await fireTimers(harness.engine, [handler(fired)], () => {})).toMatchObject({ fired: 0 });
		expect(await nextAt(harness)).toBe(harness.now + 1);
	});

	it('are replaced by a subject’s next one, and cancelled', async () => {
		const harness = await open();
		await set(harness, timer('a', harness.now), timer('b', harness.now));
		await set(harness, timer('a', harness.now + 10));
		await harness.engine.transaction((trx) => cancelTimers(trx, ['b']));
		expect(await harness.engine.store.read((db) => dueTimers(db, ['test'], harness.now + 100, 10))).toEqual([
			{ ...timer('a', harness.now + 10), lane: '', urgency: 2 },
		]);
	});

	it('of a subject that somebody else holds are left to them', async () => {
		const harness = await open();
		const fired: string[] = [];
		await set(harness, timer('free', harness.now), timer('held', harness.now));
		const lock = async (_trx: unknown, subjects: readonly string[]) =>
			subjects.filter((subject) => subject !== 'held');
		await fireTimers(harness.engine, [handler(fired, undefined, lock)], () => {});
		expect(fired).toEqual(['free']);
		// Once more: now all that is due is held, which is no error of theirs.
		const errors: Error[] = [];
		await fireTimers(harness.engine, [handler(fired, undefined, lock)], (error) => errors.push(error));
		expect([fired, errors]).toEqual([['free'], []]);
		expect(await harness.engine.store.read((db) => dueTimers(db, ['test'], harness.now, 10))).toHaveLength(1);
	});

	it('that were put off since they were found due are left for later', async () => {
		const harness = await open();
		const fired: string[] = [];
		await set(harness, timer('a', harness.now), timer('put off', harness.now));
		// Somebody records a fact between the look and the lock.
		const lock: TimerHandler['lock'] = async (trx, subjects) => {
			await setTimers(trx, [timer('put off', harness.now + 10)]);
			return subjects;
		};
		await fireTimers(harness.engine, [handler(fired, undefined, lock)], () => {});
		expect(fired).toEqual(['a']);
		expect(await nextAt(harness)).toBe(harness.now + 10);
	});

	it('that another process is firing at this moment are fired once', async () => {
		const harness = await open();
		const fired: string[] = [];
		await set(harness, timer('a', harness.now));
		const other = await holdOpen(harness.engine, async (trx) => {
			const taken = await takeTimers(trx, ['a'], harness.now);
			await cancelTimers(trx, ['a']);
			return taken;
		});
		const firing = fireTimers(harness.engine, [handler(fired)], () => {});
		expect(await waitsForLock(harness, firing)).toBe(true);
		await other.commit();
		await firing;
		expect([other.value.length, fired]).toEqual([1, []]);
	});

	it('are not postponed one by one because the database is away: that is nobody’s fault', async () => {
		const harness = await open();
		await set(harness, timer('a', harness.now), timer('b', harness.now));
		const away = new IcrmError('unavailable', 'Nothing answers', { hint: 'Check the host.' });
		const errors: Error[] = [];
		const failing: TimerHandler = { ...handler([]), fire: () => Promise.reject(away) };
		const firing = fireTimers(harness.engine, [failing], (error) => errors.push(error));
		await expect(firing).rejects.toBe(away);
		expect(errors).toEqual([]);
		expect(await nextAt(harness)).toBe(harness.now);
	});

	it('that cannot be fired are postponed by a minute and do not hold up the others', async () => {
		const harness = await open();
		const fired: string[] = [];
		const errors: string[] = [];
		await set(harness, timer('a', harness.now), timer('poison', harness.now), timer('z', harness.now));
		await fireTimers(harness.engine, [handler(fired, 'poison')], (error) => errors.push(error.message));
		expect(fired.sort()).toEqual(['a', 'z']);
		expect(errors).toEqual([
			expect.stringContaining(
				'poison could not be fired and is postponed by a minute: its data makes no sense',
			),
		]);
		expect(await nextAt(harness)).toBe(harness.now + 60_000);
	});

	it('stay due when the process dies before the transaction ends', async () => {
		const harness = await open();
		await set(harness, timer('a', harness.now));
		const dying: TimerHandler = {
			...handler([]),
			fire: () => Promise.reject(Object.assign(new Error('gone'), { name: 'Gone' })),
		};
		await fireTimers(harness.engine, [dying], () => {});
		const row = await harness.engine.store.read((db) =>
			db.selectFrom('timer').selectAll().executeTakeFirst(),
		);
		expect(row).toMatchObject({ subject: 'a', attempts: 1 });
	});

	it('are found by index, however many there are', async () => {
		const harness = await open();
		await set(
			harness,
			...Array.from({ length: 3_000 }, (_, i) => timer(`open-${i}`, harness.now + 1_000_000 + i)),
		);
		// As either database does by itself after a while; PostgreSQL guesses before it has counted.
		await harness.engine.store.transaction((db) => sql`analyze timer`.execute(db));
		const plan = await harness.engine.store.transaction(async (db) => {
			const query = db
				.selectFrom('timer')
				.selectAll()
				.where('due_at', '<=', harness.now)
				.where('kind', 'in', ['test'])
				.orderBy('due_at')
				.limit(100);
			return JSON.stringify(
				await query.explain(undefined, harness.config.kind === 'sqlite' ? sql`query plan` : undefined),
			);
		});
		expect(plan).toMatch(/timer_due/);
	});
});

onBothDatabases('a hundred timers that somebody else holds', (open) => {
	it('do not keep others from theirs, and are looked at again a second later (M8)', async () => {
		const harness = await open();
		const fired: string[] = [];
		const names = Array.from({ length: 250 }, (_, index) => `held ${index}`);
		await set(harness, ...names.map((name) => timer(name, harness.now - 1000)), timer('own', harness.now));
		let isHeld = true;
		const lock = async (_trx: unknown, subjects: readonly string[]) =>
			subjects.filter((subject) => !(isHeld && subject.startsWith('held')));
		const [turns, passed] = [createTurns(), createPassedOver()];
		const fire = () => fireTimers(harness.engine, [handler(fired, undefined, lock)], () => {}, turns, passed);
		for (let turn = 0; turn < 4; turn++) await fire();
		expect(fired).toEqual(['own']);
		isHeld = false;
		await harness.fastForward(1_001);
		for (let turn = 0; turn < 4; turn++) await fire();
		expect(fired).toHaveLength(251);
	});
});
