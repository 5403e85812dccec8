import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import type { Database } from './databases';
import { FINGERPRINT, TEMPLATE } from './postgres-template';
import { once } from './worker/once';

/**
 * Creating, migrating and dropping a PostgreSQL database costs more than most tests do. So each process that runs test files
 * keeps the databases it has made, one unless a test opens two companies at once, and empties one before the next test
 * gets it. They go when the server is deleted.
 */

const port = Number(process.env.ICRM_TEST_PG_PORT);

/** The quick tier starts no server. */
export const postgresIsUp = process.env.ICRM_TEST_PG_PORT !== undefined;

/** How to log in to the server of this run of the tests. */
export const postgresServer = {
	host: '127.0.0.1',
	port,
	user: 'postgres',
	password: 'postgres',
};

interface Kept {
	readonly name: string;
	/** For emptying: a connection that stays open costs less than a new one for each test. */
	readonly client: Client;
}

/** What outlives a test file: see worker/kept-pools.js. */
interface Worker {
	take(port: number): Kept | undefined;
	giveBack(port: number, name: string, client: Client): void;
	waitingProcesses(database: string): number[];
}

const worker = once<Worker>('./kept-pools.js');

export async function takePostgres(): Promise<Database> {
	const { name, client } = (await emptied(worker.take(port))) ?? (await created());
	return {
		config: { kind: 'postgres', ...postgresServer, database: name, tls: 'off', poolSize: 4 },
		giveBack: async () => worker.giveBack(port, name, client),
	};
}

const MUCH_BYTES = 4 * 1024 ** 2;

/**
 * In one round trip: ends what the last test left running, deletes every row, and looks whether the schema is still
 * the one of the template. A row's triggers rest meanwhile, so that the order of the tables does not matter. Rows that were
 * deleted keep their room, which the next deletions walk through: when there is much of it, it is given back.
 */
const emptying = (waiting: readonly number[]) => `
	select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database()
		and pid not in (${[0, ...waiting].join(', ')}) and pid <> pg_backend_pid();
	do $$
	declare
		names text[] := array(
			select quote_ident(tablename) from pg_tables where schemaname = 'public' and tablename <> 'icrm_migration'
		);
		name text;
	begin
		if (select sum(pg_relation_size(one::regclass)) from unnest(names) one) > ${MUCH_BYTES} then
			execute 'truncate ' || array_to_string(names, ', ');
		end if;
		set local session_replication_role = replica;
		foreach name in array names loop
			execute 'delete from ' || name;
		end loop;
	end $$;
	${FINGERPRINT}`;

/** Undefined where a test has altered the schema: that database is no other test's. */
async function emptied(kept: Kept | undefined): Promise<Kept | undefined> {
	if (!kept) return undefined;
	const results: unknown = await kept.client.query(emptying(worker.waitingProcesses(kept.name)));
	const [row] = (results as { rows: { fingerprint: string }[] }[]).at(-1)?.rows ?? [];
	if (row?.fingerprint === process.env.ICRM_TEST_PG_SCHEMA) return kept;
	await drop(kept);
	return undefined;
}

async function created(): Promise<Kept> {
	const name = `icrm_${randomUUID().replaceAll('-', '')}`;
	await onServer(`create database ${name} template ${TEMPLATE} strategy file_copy`);
	const client = new Client({ ...postgresServer, database: name });
	// It is nobody's between two test files, when the server may go.
	client.on('error', () => {});
	await client.connect();
	return { name, client };
}

async function drop({ name, client }: Kept): Promise<void> {
	await client.end();
	await onServer(`drop database ${name} with (force)`);
}

async function onServer(statement: string): Promise<void> {
	const client = new Client({ ...postgresServer, database: 'postgres' });
	await client.connect();
	await client.query(statement).finally(() => client.end());
}
