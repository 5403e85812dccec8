import { readFileSync } from 'node:fs';
import { sql } from 'kysely';
import { createEngine } from '../../engine/engine';
import { IcrmError } from '../../engine/errors';
import { takePostgres } from './postgres-databases';
import { onPostgres } from './harness';

describe('what comes from outside of the world that jest makes for a test file', () => {
	it('has errors that are errors here, each of its own kind only', () => {
		const thrownBy = (work: () => unknown): unknown => {
			try {
				return work();
			} catch (error) {
				return error;
			}
		};
		const missing = thrownBy(() => readFileSync('/nowhere'));
		expect(missing).toMatchObject({ code: 'ENOENT' });
		expect([missing instanceof Error, missing instanceof IcrmError]).toEqual([true, false]);
		expect([
			{ message: 'none' } instanceof Error,
			new IcrmError('invalid', 'one', { hint: '' }) instanceof IcrmError,
		]).toEqual([false, true]);
	});
});

onPostgres(() => {
	describe('a database of PostgreSQL', () => {
		it('is given to the next test with the connections that it has', async () => {
			const process = async () => {
				const { config, giveBack } = await takePostgres();
				const engine = await createEngine(config, { now: () => 0, reactions: [], arrivals: [] });
				const { rows } = await engine.store.read((db) =>
					sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db),
				);
				await engine.close();
				await giveBack();
				return rows[0]?.pid;
			};
			expect(await process()).toBe(await process());
		});
	});
});
