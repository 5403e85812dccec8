import { Client } from 'pg';
import type { PostgresConfig } from '../../../engine';

/** One PostgreSQL for both: n8n keeps its own data in the database of `config`, ICRM in a second one, made here. */
export async function n8nOnPostgres(config: PostgresConfig): Promise<{
	/** For every process of n8n. */
	readonly env: Readonly<Record<string, string>>;
	/** Of ICRM. */
	readonly store: PostgresConfig;
}> {
	const { kind, tls, database, ...login } = config;
	const client = new Client({ ...login, database });
	await client.connect();
	await client.query('create database icrm');
	await client.end();
	return {
		env: {
			DB_TYPE: 'postgresdb',
			DB_POSTGRESDB_HOST: login.host,
			DB_POSTGRESDB_PORT: String(login.port),
			DB_POSTGRESDB_DATABASE: database,
			DB_POSTGRESDB_USER: login.user,
			DB_POSTGRESDB_PASSWORD: login.password,
		},
		store: { kind, tls, ...login, database: 'icrm' },
	};
}
