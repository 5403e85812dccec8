import { Client } from 'pg';
import { openStore } from '../../engine/store';

/** The database that the tests' own ones are copied from, with this version's schema and nothing in it. */
export const TEMPLATE = 'icrm_template';

/** Tells a schema that a test has altered: tables, columns, indexes, and which migrations were applied. */
export const FINGERPRINT = `
	select md5(
		(select string_agg(concat_ws(' ', relname, relkind, relnatts), ',' order by relname)
			from pg_class where relnamespace = 'public'::regnamespace)
		|| (select string_agg(concat_ws(' ', version, name, checksum), ',' order by version) from icrm_migration)
	) as fingerprint`;

/** Makes the template by migrating an empty database, and returns its fingerprint. */
export async function makeTemplate(port: number): Promise<string> {
	const server = { host: '127.0.0.1', port, user: 'postgres', password: 'postgres' };
	const admin = new Client({ ...server, database: 'postgres' });
	await admin.connect();
	await admin.query(`create database ${TEMPLATE}`).finally(() => admin.end());
	const store = await openStore({ kind: 'postgres', ...server, database: TEMPLATE, tls: 'off' }, { now: 0 });
	await store.close();
	const client = new Client({ ...server, database: TEMPLATE });
	await client.connect();
	const { rows } = await client.query<{ fingerprint: string }>(FINGERPRINT).finally(() => client.end());
	return rows[0]?.fingerprint ?? '';
}
