import { Kysely, sql } from 'kysely';
import { openStore, type PostgresConfig } from '../../../engine/store';
import { explainFailure } from '../../../engine/store/failure';
import { LIMITS, postgresDialect, type Limits } from '../../../engine/store/postgres';
import { onPostgres } from '../../support/harness';

onPostgres((server) => {
	const config: PostgresConfig = { kind: 'postgres', ...server, database: 'postgres', tls: 'off' };

	const opened: Kysely<never>[] = [];
	const open = (limits: Limits, changes: object = {}) => {
		const db = new Kysely<never>({ dialect: postgresDialect({ ...config, ...changes }, () => {}, limits) });
		opened.push(db);
		return db;
	};
	afterEach(async () => {
		for (const db of opened.splice(0)) await db.destroy();
	});
	const explained = async (work: Promise<unknown>) =>
		explainFailure(
			await work.then(
				() => new Error('it went well'),
				(error: unknown) => error,
			),
			config,
		);
	describe('PostgreSQL', () => {
		it('whose rows a client holds that has died says so after a while (M3)', async () => {
			const [holder, db] = [open({}), open({ ...LIMITS.some, lock_timeout: 200 })];
			await sql`create table if not exists held_for_ever (id integer primary key)`.execute(db);
			await sql`insert into held_for_ever values (1) on conflict do nothing`.execute(db);
			let letGo: () => void = () => {};
			const held = new Promise<void>((free) => (letGo = free));
			let isHeld: () => void = () => {};
			const holds = new Promise<void>((there) => (isHeld = there));
			const holding = holder.transaction().execute(async (trx) => {
				await sql`select * from held_for_ever for update`.execute(trx);
				isHeld();
				await held;
			});
			await holds;
			const error = await explained(sql`select * from held_for_ever for update`.execute(db));
			expect(error).toMatchObject({
				code: 'unavailable',
				hint: expect.stringContaining('idle in a transaction'),
			});
			letGo();
			await holding;
			await sql`drop table held_for_ever`.execute(db);
		});

		it('that only lets read since a failover says so', async () => {
			const db = open(LIMITS.some);
			const error = await explained(
				db.transaction().execute(async (trx) => {
					await sql`set transaction read only`.execute(trx);
					await sql`create table never (id integer)`.execute(trx);
				}),
			);
			expect(error).toMatchObject({
				code: 'unavailable',
				message: expect.stringContaining('only lets read'),
			});
		});

		it('that takes too long over a statement is unavailable', async () => {
			const db = open({ ...LIMITS.some, statement_timeout: 200 });
			expect(await explained(sql`select pg_sleep(5)`.execute(db))).toMatchObject({
				code: 'unavailable',
				message: expect.stringContaining('did not finish in time'),
			});
		});

		it('is told our limits when it is opened', async () => {
			const store = await openStore(config, { now: 0 });
			const shown = await store.read(async (db) => {
				const one = async (name: string) =>
					Object.values(
						(await sql<Record<string, string>>`show ${sql.raw(name)}`.execute(db)).rows[0] ?? {},
					)[0];
				return [
					await one('statement_timeout'),
					await one('lock_timeout'),
					await one('idle_in_transaction_session_timeout'),
				];
			});
			await store.close();
			expect(shown).toEqual(['30s', '10s', '1min']);
		});
	});
});
