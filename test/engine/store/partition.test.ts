import { Kysely, sql } from 'kysely';
import { openProxy, type Proxy } from '../../../faults/proxy';
import { explainFailure } from '../../../engine/store/failure';
import { LIMITS, postgresDialect } from '../../../engine/store/postgres';
import { onPostgres } from '../../support/harness';

const SILENCE_MS = 300;

onPostgres((server) => {
	const config = { kind: 'postgres', ...server, database: 'postgres', tls: 'off' } as const;
	let proxy: Proxy;
	let db: Kysely<never>;
	beforeEach(async () => {
		proxy = await openProxy(server.port);
		const dialect = postgresDialect({ ...config, port: proxy.port }, () => {}, LIMITS.none, SILENCE_MS);
		db = new Kysely<never>({ dialect });
	});
	afterEach(async () => {
		proxy.reset();
		await db.destroy();
		await proxy.close();
	});
	const one = () => sql`select 1 as one`.execute(db);
	const failure = async (work: Promise<unknown>) =>
		explainFailure(
			await work.then(
				() => new Error('it went well'),
				(error: unknown) => error,
			),
			config,
		);

	describe('a network that swallows what is sent', () => {
		it('ends a statement, and the transaction around it, after a while in words (M3)', async () => {
			await one();
			proxy.weather('swallowsBoth');
			expect(await failure(one())).toMatchObject({
				code: 'unavailable',
				message: expect.stringContaining('did not answer in time'),
			});
		});

		it('keeps nobody waiting once it is over, whatever connections were open (M3)', async () => {
			await Promise.all([one(), one(), one(), one()]);
			proxy.weather('swallowsBoth');
			await failure(one());
			proxy.weather('fair');
			const begin = performance.now();
			await Promise.all([one(), one(), one(), one()]);
			expect(performance.now() - begin).toBeLessThan(SILENCE_MS);
		});

		it('of the answer to a commit leaves it open whether it was done, and says so', async () => {
			await sql`create table if not exists swallowed (id integer)`.execute(db);
			await sql`truncate swallowed`.execute(db);
			const committing = db.transaction().execute(async (trx) => {
				await sql`insert into swallowed values (1)`.execute(trx);
				proxy.weather('swallowsAnswers');
			});
			expect(await failure(committing)).toMatchObject({ code: 'unavailable' });
			proxy.reset();
			const { rows } = await sql`select * from swallowed`.execute(db);
			expect(rows).toHaveLength(1);
			await sql`drop table swallowed`.execute(db);
		});
	});

	it('a connection to a server that only lets read by now is not used again', async () => {
		const pid = async () =>
			(await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db)).rows[0]?.pid;
		const before = await pid();
		expect(await pid()).toBe(before);
		await sql`set default_transaction_read_only = on`.execute(db);
		const error = await failure(sql`create table never (id integer)`.execute(db));
		expect(error).toMatchObject({ code: 'unavailable', message: expect.stringContaining('only lets read') });
		expect(await pid()).not.toBe(before);
	});
});
