import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import type { PostgresConfig } from '../../../engine';
import { findOrInstallN8n } from '../../../scripts/stage/n8n/host';
import { startN8n, type N8nServer } from '../../../scripts/stage/n8n/server';
import { installPack } from '../../../scripts/stage/n8n/pack-install';
import { startRedis } from '../../../scripts/stage/systems/redis-server';
import { startPostgresProcess } from '../../support/postgres-process';

/** What the processes of an n8n in queue mode share: the queue, and two databases of one PostgreSQL. */
export interface Queue {
	/** For the main process and for every worker. */
	readonly env: Readonly<Record<string, string>>;
	/** Of ICRM: not n8n's own. */
	readonly store: PostgresConfig;
	/** A worker with a user folder of its own: two in one folder take each other's executions for crashed. */
	startWorker(): Promise<N8nServer>;
	/** To be called last: main and workers end with an error when their queue is gone before them. */
	stop(): Promise<void>;
}

export async function startQueue(): Promise<Queue> {
	const [redis, postgres] = await Promise.all([startRedis(), startPostgresProcess()]);
	const { kind, tls, database, ...login } = postgres.config;
	const client = new Client({ ...login, database });
	await client.connect();
	await client.query('create database icrm');
	await client.end();
	const env = {
		EXECUTIONS_MODE: 'queue',
		QUEUE_BULL_REDIS_HOST: '127.0.0.1',
		QUEUE_BULL_REDIS_PORT: String(redis.port),
		DB_TYPE: 'postgresdb',
		DB_POSTGRESDB_HOST: login.host,
		DB_POSTGRESDB_PORT: String(login.port),
		DB_POSTGRESDB_DATABASE: database,
		DB_POSTGRESDB_USER: login.user,
		DB_POSTGRESDB_PASSWORD: login.password,
	};
	const workers: N8nServer[] = [];
	return {
		env,
		store: { kind, tls, ...login, database: 'icrm' },
		startWorker: async () => {
			const userFolder = mkdtempSync(join(tmpdir(), 'icrm-n8n-worker-'));
			await installPack(userFolder);
			const { bin } = await findOrInstallN8n();
			const worker = await startN8n({ bin, userFolder, role: 'worker', env });
			workers.push(worker);
			return worker;
		},
		stop: async () => {
			for (const worker of workers) {
				await worker.stop();
				rmSync(worker.userFolder, { recursive: true, force: true });
			}
			await postgres.stop();
			await redis.stop();
		},
	};
}
