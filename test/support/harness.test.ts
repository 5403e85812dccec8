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
});
