import { sql } from 'kysely';
import { Client } from 'pg';
import { importCompany } from '../../engine/directory';
import { migrations } from '../../engine/store/migrations';
import company from '../../workflows/sample-company.json';
import { onBothDatabases } from './harness';

onBothDatabases('the harness', (open) => {
	it('owns the time', async () => {
		const company = await open({ startsAt: '2026-03-02T09:00Z' });
		const seen: string[] = [];
		company.onAdvance(async () => void seen.push(new Date(company.engine.now()).toISOString().slice(0, 16)));
		await company.fastForward('30m');
		await company.fastForward(60_000);
		await company.at('2026-03-03T00:00Z');
		company.now += 1;
		expect(seen).toEqual(['2026-03-02T09:30', '2026-03-02T09:31', '2026-03-03T00:00']);
	});

	it('does not guess at a length of time', async () => {
		const company = await open();
		await expect(company.fastForward('30 minutes')).rejects.toThrow(/90s, 30m, 2h or 1d/);
	});

	it('gives each company a database of its own', async () => {
		const [one, other] = [await open(), await open()];
		await one.engine.transaction((trx) =>
			trx.insertInto('setting').values({ name: 'a', value: 'b' }).execute(),
		);
		const rows = await other.engine.store.read((db) => db.selectFrom('setting').selectAll().execute());
		expect(rows).toEqual([]);
	});

	describe('takes care that a test finds nothing of the one before', () => {
		it.each([1, 2])('no rows (%s of 2)', async () => {
			const { engine } = await open();
			const isEmpty = async () =>
				(await engine.store.read((db) => db.selectFrom('member').select('id').execute())).length === 0;
			expect(await isEmpty()).toBe(true);
			await importCompany(engine, company);
			expect(await isEmpty()).toBe(false);
		});

		it.each([1, 2])('no table of its own (%s of 2)', async () => {
			const { engine } = await open();
			await engine.store.transaction((db) => sql`create table note (text text)`.execute(db));
		});

		it.each([1, 2])('all migrations (%s of 2)', async () => {
			const { engine } = await open();
			const applied = () => engine.store.read((db) => db.selectFrom('icrm_migration').selectAll().execute());
			expect(await applied()).toHaveLength(migrations.length);
			await engine.transaction((trx) => trx.deleteFrom('icrm_migration').execute());
		});

		it('no connection that holds a lock', async () => {
			const { config } = await open();
			if (config.kind === 'sqlite') return;
			const client = new Client(config);
			client.on('error', () => {});
			await client.connect();
			await client.query('begin; lock table member');
		});

		it('no connection that holds a lock: this one can write', async () => {
			const { engine } = await open();
			await importCompany(engine, company);
		});
	});
});
