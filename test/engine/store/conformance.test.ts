import { sql } from 'kysely';
import {
	inChunks,
	insertMany,
	locked,
	openStore,
	queueBehind,
	settingOrElse,
	swapSetting,
	type Trx,
} from '../../../engine/store';
import { onBothDatabases, type Harness } from '../../support/harness';
import { holdOpen, waitsForLock } from '../../support/locks';
import { clear, insert, many, subjects, TEXTS, timer, timers } from './rows';

/*
 * What the engine expects of a store, whichever database is underneath. A third one would have to pass this file, and
 * nothing else of the store's.
 */

const lockTimer = (trx: Trx, mode: 'wait' | 'skip', ...wanted: string[]) =>
	locked(
		trx,
		trx.selectFrom('timer').selectAll().where('subject', 'in', wanted).orderBy('subject'),
		mode,
	).execute();

onBothDatabases('a transaction', (open) => {
	it('is done whole, and gives back what its work returned', async () => {
		const harness = await open();
		const result = await harness.engine.transaction(async (trx) => {
			await insertMany(trx, 'timer', [timer('a')]);
			await insertMany(trx, 'timer', [timer('b')]);
			return await trx.selectFrom('timer').select('subject').orderBy('subject').execute();
		});
		expect(result).toEqual([{ subject: 'a' }, { subject: 'b' }]);
		expect(await subjects(harness)).toEqual(['a', 'b']);
	});

	it('that the database refuses is undone whole', async () => {
		const harness = await open();
		const torn = harness.engine.transaction(async (trx) => {
			await insertMany(trx, 'timer', [timer('a')]);
			await insertMany(trx, 'timer', [timer('a')]);
		});
		await expect(torn).rejects.toThrow(/unique|duplicate/i);
		expect(await timers(harness)).toEqual([]);
	});

	it('whose work throws is undone whole, and the error stays what it was', async () => {
		const harness = await open();
		const error = new TypeError('not a fault of the database');
		const torn = harness.engine.transaction(async (trx) => {
			await insertMany(trx, 'timer', many(300));
			throw error;
		});
		await expect(torn).rejects.toBe(error);
		expect(await timers(harness)).toEqual([]);
	});

	it('can be followed by another at once, also after one that was undone', async () => {
		const harness = await open();
		const work = Array.from({ length: 20 }, (_, i) =>
			harness.engine.transaction(async (trx) => {
				await insertMany(trx, 'timer', [timer(`t${String(i).padStart(2, '0')}`)]);
				if (i % 2 === 1) throw new Error('undo');
			}),
		);
		const outcomes = await Promise.allSettled(work);
		expect(outcomes.map(({ status }) => status === 'fulfilled')).toEqual(work.map((_, i) => i % 2 === 0));
		expect(await subjects(harness)).toHaveLength(10);
	});

	it('does its work again when it and another lock each other out', async () => {
		const harness = await open();
		await insert(harness, timer('a'), timer('b'));
		let tries = 0;
		const met = meetingPoint(harness);
		const inOrder = (first: string, second: string) =>
			harness.engine.transaction(async (trx) => {
				tries++;
				await lockTimer(trx, 'wait', first);
				await met();
				await lockTimer(trx, 'wait', second);
				await trx
					.updateTable('timer')
					.set((eb) => ({ attempts: eb('attempts', '+', 1) }))
					.execute();
			});
		await Promise.all([inOrder('a', 'b'), inOrder('b', 'a')]);
		expect((await timers(harness)).map(({ attempts }) => attempts)).toEqual([2, 2]);
		expect(tries).toBe(harness.config.kind === 'postgres' ? 3 : 2);
	});
});

/** Where two transactions wait until both have come; on SQLite the second only comes when the first has gone. */
function meetingPoint({ config }: Harness): () => Promise<void> {
	let here = 0;
	const both = Promise.withResolvers<void>();
	return async () => {
		if (++here === 2 || config.kind === 'sqlite') both.resolve();
		await both.promise;
	};
}

onBothDatabases('a lock', (open) => {
	it('that waits has the row as the other transaction left it', async () => {
		const harness = await open();
		await insert(harness, timer('a'));
		const other = await holdOpen(harness.engine, async (trx) => {
			await lockTimer(trx, 'wait', 'a');
			await trx.updateTable('timer').set({ revision: 7 }).execute();
		});
		const waiting = harness.engine.transaction((trx) => lockTimer(trx, 'wait', 'a'));
		expect(await waitsForLock(harness, waiting)).toBe(true);
		await other.commit();
		expect(await waiting).toMatchObject([{ subject: 'a', revision: 7 }]);
	});

	it('that waits does not find a row that the other transaction deleted', async () => {
		const harness = await open();
		await insert(harness, timer('a'));
		const other = await holdOpen(harness.engine, async (trx) => {
			await lockTimer(trx, 'wait', 'a');
			await trx.deleteFrom('timer').execute();
		});
		const waiting = harness.engine.transaction((trx) => lockTimer(trx, 'wait', 'a'));
		expect(await waitsForLock(harness, waiting)).toBe(true);
		await other.commit();
		expect(await waiting).toEqual([]);
	});

	it('that skips leaves out what another holds, and gets it when the other has ended', async () => {
		const harness = await open();
		await insert(harness, timer('free'), timer('held'));
		const skipping = () =>
			harness.engine.transaction(async (trx) =>
				(await lockTimer(trx, 'skip', 'free', 'held')).map(({ subject }) => subject),
			);
		const other = await holdOpen(harness.engine, (trx) => lockTimer(trx, 'wait', 'held'));
		const skipped = skipping();
		if (harness.config.kind === 'postgres') expect(await skipped).toEqual(['free']);
		// One writer at a time: there a transaction is lock enough.
		else expect(await waitsForLock(harness, skipped)).toBe(true);
		await other.commit();
		await skipped;
		expect(await skipping()).toEqual(['free', 'held']);
	});
});

onBothDatabases('many rows', (open) => {
	// Around what one statement carries: 1, 10 and 100 on SQLite, 2,000 on PostgreSQL.
	const SIZES = [0, 1, 2, 9, 10, 11, 99, 100, 101, 111, 1_999, 2_000, 2_001, 4_111];

	it('are inserted, however many they are', async () => {
		const harness = await open();
		for (const size of SIZES) {
			await insert(harness, ...many(size, { due_at: size }));
			const { count, sum } = await harness.engine.store.read((db) =>
				db
					.selectFrom('timer')
					.select((eb) => [eb.fn.countAll().as('count'), eb.fn.sum('due_at').as('sum')])
					.executeTakeFirstOrThrow(),
			);
			expect([Number(count), Number(sum)]).toEqual([size, size * size]);
			await clear(harness);
		}
	});

	it('of which one exists are refused all together', async () => {
		const harness = await open();
		for (const size of [1, 10, 101, 2_001]) {
			const last = timer(`t${size - 1}`, { revision: 9 });
			await insert(harness, last);
			await expect(insert(harness, ...many(size))).rejects.toThrow(/unique|duplicate/i);
			expect(await timers(harness)).toEqual([last]);
			await clear(harness);
		}
	});

	it('of which one exists leave it or overwrite it whole, if that is asked for', async () => {
		const harness = await open();
		for (const size of [1, 10, 101, 2_001]) {
			const existing = timer(`t${size - 1}`, { revision: 9, last_error: 'before' });
			const save = (on: 'ignore' | 'update') =>
				harness.engine.transaction((trx) =>
					insertMany(trx, 'timer', many(size, { due_at: 5, kind: 'new' }), { on, key: ['subject'] }),
				);
			const found = async () => (await timers(harness)).find(({ subject }) => subject === existing.subject);
			await insert(harness, existing);
			await save('ignore');
			expect(await found()).toEqual(existing);
			await save('update');
			expect(await found()).toEqual(timer(existing.subject, { due_at: 5, kind: 'new' }));
			expect(await timers(harness)).toHaveLength(size);
			await clear(harness);
		}
	});

	it('are recognised by a key of several columns', async () => {
		const { engine } = await open();
		const step = (step: string, at: number) => ({ subscription_id: 's', event_id: 'e', step, at });
		const key = ['subscription_id', 'event_id', 'step'] as const;
		const save = (on: 'ignore' | 'update', ...rows: ReturnType<typeof step>[]) =>
			engine.transaction((trx) => insertMany(trx, 'step', rows, { on, key }));
		await save('ignore', step('mail', 1));
		await save('ignore', step('mail', 2), step('call', 2));
		await save('update', step('call', 3));
		expect(
			await engine.store.read((db) => db.selectFrom('step').select(['step', 'at']).orderBy('step').execute()),
		).toEqual([
			{ step: 'call', at: 3 },
			{ step: 'mail', at: 1 },
		]);
	});

	it('are looked for a few hundred at a time, each once', async () => {
		const harness = await open();
		await insert(harness, ...many(1_201));
		for (const size of [0, 1, 499, 500, 501, 1_000, 1_201]) {
			const ids = many(size).map(({ subject }) => subject);
			const chunks: number[] = [];
			const found = await harness.engine.store.read((db) =>
				inChunks([...ids, ...ids], (chunk) => {
					chunks.push(chunk.length);
					return db.selectFrom('timer').select('subject').where('subject', 'in', chunk).execute();
				}),
			);
			expect(found.map(({ subject }) => subject).sort()).toEqual([...ids].sort());
			expect(chunks).toHaveLength(Math.ceil(size / 500));
			expect(Math.max(0, ...chunks)).toBeLessThanOrEqual(500);
		}
	});
});

onBothDatabases('a value', (open) => {
	it('of text stays as it is, whatever is in it', async () => {
		const harness = await open();
		const looksFor = async (text: string) =>
			(
				await harness.engine.store.read((db) =>
					db.selectFrom('timer').select('subject').where('last_error', '=', text).execute(),
				)
			).length;
		for (const [what, text] of Object.entries(TEXTS)) {
			// Alone and in a batch, as a key, as a value and as what is looked for.
			await insert(harness, timer(`key ${text}`.slice(0, 200), { last_error: text }));
			await insert(harness, ...many(15, { last_error: text }));
			const found = new Set((await timers(harness)).map(({ last_error }) => last_error));
			expect([what, [...found], await looksFor(text)]).toEqual([what, [text], 16]);
			await clear(harness);
		}
	});

	it('that is an instant stays a number, from before 1970 to far beyond 32 bits', async () => {
		const harness = await open();
		const instants = [
			Date.parse('1600-01-01'),
			-1,
			0,
			2 ** 31 - 1,
			2 ** 31,
			Date.parse('9999-12-31T23:59:59.999Z'),
			Number.MAX_SAFE_INTEGER,
		];
		await insert(harness, ...instants.map((due_at, i) => timer(`t${i}`, { due_at, revision: 2 ** 31 - 1 })));
		expect((await timers(harness)).map(({ due_at }) => due_at)).toEqual(instants);
		expect((await timers(harness)).every(({ revision }) => revision === 2 ** 31 - 1)).toBe(true);
		const later = (at: number) =>
			harness.engine.store.read((db) =>
				db.selectFrom('timer').select('due_at').where('due_at', '>', at).execute(),
			);
		for (const [i, at] of instants.entries()) expect(await later(at)).toHaveLength(instants.length - 1 - i);
	});

	it('that is null is neither equal to anything nor in the way of another null', async () => {
		const { engine } = await open();
		const milestone = (id: string, external_ref: string | null) => ({
			id,
			external_ref,
			name: id,
			project: null,
			department_id: 'it',
			customer_department_ids: '[]',
			reached_at: 0,
		});
		await engine.transaction(async (trx) => {
			await trx
				.insertInto('department')
				.values({ id: 'it', name: 'IT', head_id: null, calendar_id: null, updated_at: 0 })
				.execute();
			await insertMany(trx, 'milestone', [milestone('a', null), milestone('b', null), milestone('c', 'P-1')]);
		});
		const ids = (where: (eb: Trx) => Promise<{ id: string }[]>) =>
			engine.transaction(async (trx) => (await where(trx)).map(({ id }) => id));
		const all = (trx: Trx) => trx.selectFrom('milestone').select('id').orderBy('id');
		expect(await ids((trx) => all(trx).where('external_ref', 'is', null).execute())).toEqual(['a', 'b']);
		expect(await ids((trx) => all(trx).where('external_ref', '!=', 'P-2').execute())).toEqual(['c']);
		expect(await ids((trx) => all(trx).where('external_ref', 'in', ['P-1', 'P-2']).execute())).toEqual(['c']);
		const again = engine.transaction((trx) => insertMany(trx, 'milestone', [milestone('d', 'P-1')]));
		await expect(again).rejects.toThrow(/unique|duplicate/i);
	});
});

onBothDatabases('a setting', (open) => {
	it('is what the first process made it, for all', async () => {
		const harness = await open();
		const { engine } = harness;
		const first = await holdOpen(engine, (trx) => settingOrElse(trx, 'key', 'mine'));
		const second = engine.transaction((trx) => settingOrElse(trx, 'key', 'theirs'));
		expect(await waitsForLock(harness, second)).toBe(true);
		await first.commit();
		expect([first.value, await second]).toEqual(['mine', 'mine']);
		expect(await engine.transaction((trx) => settingOrElse(trx, 'key', 'late'))).toBe('mine');
	});

	it('is swapped for another, and says what it was', async () => {
		const { engine } = await open();
		const swap = (value: string) => engine.transaction((trx) => swapSetting(trx, 'tz', value));
		expect(await swap('2024a')).toBeUndefined();
		expect(await swap('2025b')).toBe('2024a');
		expect(await swap('2025b')).toBe('2025b');
	});

	it('is a place to queue at: one at a time, whoever made it', async () => {
		const harness = await open();
		const { engine } = harness;
		const queue = (name: string) => engine.transaction((trx) => queueBehind(trx, name));
		// Nobody has queued here before: the row itself is new.
		const first = await holdOpen(engine, (trx) => queueBehind(trx, 'survey.lock'));
		const second = queue('survey.lock');
		expect(await waitsForLock(harness, second)).toBe(true);
		await first.commit();
		await second;
		// Now it is there already.
		const third = await holdOpen(engine, (trx) => queueBehind(trx, 'survey.lock'));
		const fourth = queue('survey.lock');
		expect(await waitsForLock(harness, fourth)).toBe(true);
		if (harness.config.kind === 'postgres') await queue('another.lock');
		await third.commit();
		await fourth;
	});

	it('that is queued at keeps its value', async () => {
		const { engine } = await open();
		await engine.transaction((trx) => settingOrElse(trx, 'key', 'value'));
		await engine.transaction((trx) => queueBehind(trx, 'key'));
		expect(await engine.transaction((trx) => settingOrElse(trx, 'key', 'other'))).toBe('value');
	});
});

onBothDatabases('a database whose disk is full, or that ends all connections,', (open) => {
	it('is said in plain words, with what to check, and nothing of the transaction is done', async () => {
		const harness = await open();
		await insert(harness, timer('before'));
		const error: unknown = await harness.engine
			.transaction(async (trx) => {
				await insertMany(trx, 'timer', [timer('a')]);
				if (harness.config.kind === 'sqlite') await sql`pragma max_page_count = 1`.execute(trx);
				else await closeConnections(harness);
				await insertMany(trx, 'timer', many(4_000, { last_error: 'x'.repeat(1_000) }));
			})
			.then(
				() => undefined,
				(reason: unknown) => reason,
			);
		expect(error).toMatchObject({
			code: 'unavailable',
			message: expect.stringMatching(/is full$|closed the connection$/),
			hint: expect.stringMatching(/^(Make room|The server is starting)/),
		});
		const again = await openStore(harness.config, { now: 0 });
		expect(await again.read((db) => db.selectFrom('timer').select('subject').execute())).toEqual([
			{ subject: 'before' },
		]);
		await again.close();
	});
});

/**
 * The server ends all other connections of stores to this database, and has done so when this returns. It would not get to
 * all of them if it could come upon the connection first that says so.
 */
const closeConnections = ({ engine }: Harness) =>
	engine.store.read((db) =>
		sql`select pg_terminate_backend(pid, 10000) from pg_stat_activity where datname = current_database()
			and application_name = 'n8n-nodes-icrm' and pid <> pg_backend_pid()`.execute(db),
	);
