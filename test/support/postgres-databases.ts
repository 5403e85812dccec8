import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import type { PostgresConfig } from '../../engine/store';
import type { Database } from './databases';
import { FINGERPRINT, TEMPLATE } from './postgres-template';

/**
 * Creating, migrating and dropping a PostgreSQL database costs more than most tests do. So each test file keeps the
 * databases it has made, one unless a test opens two companies at once, and empties one before the next test gets it.
 */

const port = process.env.ICRM_TEST_PG_PORT;

export const postgresIsUp = port !== undefined;

/** How to log in to the server of this run of the tests. */
export const postgresServer = {
	host: '127.0.0.1',
	port: Number(port),
	user: 'postgres',
	password: 'postgres',
};

interface Kept {
	readonly config: PostgresConfig;
	/** For emptying: a connection that stays open costs less than a new one for each test. */
	readonly client: Client;
}

const used: Kept[] = [];

export async function takePostgres(): Promise<Database> {
	const kept = (await emptied(used.pop())) ?? (await created());
	return { config: kept.config, giveBack: async () => void used.push(kept) };
}

if (postgresIsUp)
	afterAll(async () => {
		for (const kept of used.splice(0)) await drop(kept);
	});

/**
 * In one round trip: ends what the last test left running, deletes every row, and looks whether the schema is still
 * the one of the template. A row's triggers rest meanwhile, so that the order of the tables does not matter.
 */
const EMPTY = `
	select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid();
	do $$
	declare name text;
	begin
		set local session_replication_role = replica;
		for name in select tablename from pg_tables where schemaname = 'public' and tablename <> 'icrm_migration' loop
			execute format('delete from %I', name);
		end loop;
	end $$;
	${FINGERPRINT}`;

/** Undefined where a test has altered the schema: that database is no other test's. */
async function emptied(kept: Kept | undefined): Promise<Kept | undefined> {
	if (!kept) return undefined;
	const results: unknown = await kept.client.query(EMPTY);
	const [row] = (results as { rows: { fingerprint: string }[] }[]).at(-1)?.rows ?? [];
	if (row?.fingerprint === process.env.ICRM_TEST_PG_SCHEMA) return kept;
	await drop(kept);
	return undefined;
}

async function created(): Promise<Kept> {
	const database = `icrm_${randomUUID().replaceAll('-', '')}`;
	await onServer(`create database ${database} template ${TEMPLATE} strategy file_copy`);
	const client = new Client({ ...postgresServer, database });
	await client.connect();
	return {
		config: { kind: 'postgres', ...postgresServer, database, tls: 'off', poolSize: 4 },
		client,
	};
}

async function drop({ client, config }: Kept): Promise<void> {
	await client.end();
	await onServer(`drop database ${config.database} with (force)`);
}

async function onServer(statement: string): Promise<void> {
	const client = new Client({ ...postgresServer, database: 'postgres' });
	await client.connect();
	await client.query(statement).finally(() => client.end());
}
