import { sql } from 'kysely';
import type { StoreConfig } from '../../engine/store';
import type { Harness } from './harness';

/** A store beside the harness's, or in its place, in which nothing is yet: no table either. It goes with the harness's. */
export async function emptyStore({ config, engine }: Harness): Promise<StoreConfig> {
	if (config.kind === 'sqlite') return { ...config, file: `${config.file}.empty` };
	await engine.store.read(async (db) => {
		await sql`drop schema public cascade`.execute(db);
		await sql`create schema public`.execute(db);
	});
	return config;
}
