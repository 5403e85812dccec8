import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PostgresConfig } from '../../../engine';
import { startPostgresProcess, type PostgresProcess } from '../systems/postgres-process';
import { startRedis, type RedisServer } from '../systems/redis-server';
import { freePorts } from '../util/free-ports';
import { silently, type Print } from '../util/print';
import { findOrInstallN8n } from './host';
import { n8nOnPostgres } from './on-postgres';
import { installPack } from './pack-install';
import { startN8n, type N8nRole, type N8nServer } from './server';

/** What the processes of an n8n in queue mode share: the queue, and two databases of one PostgreSQL. */
export interface Queue {
	/** For the main process. Every other process has it by itself. */
	readonly env: Readonly<Record<string, string>>;
	/** Of ICRM: not n8n's own. */
	readonly store: PostgresConfig;
	readonly redis: RedisServer;
	readonly postgres: PostgresProcess;
	/** A process with a user folder of its own: two workers in one folder take each other's executions for crashed. */
	startWorker(): Promise<N8nServer>;
	/** Only where it was asked for. To be started once main is up. */
	startWebhookProcessor(): Promise<N8nServer>;
	/** Those beside main, which has to end before them: it waits for what they still run. */
	stopProcesses(): Promise<void>;
	/** To be called last: main and workers end with an error when their queue is gone before them. */
	stop(): Promise<void>;
}

/** What docs/operations/operators.md tells an operator to set. */
export const RECOMMENDED = {
	N8N_EXECUTIONS_QUEUE_KEEP_LAST_COMPLETED: '1000',
	N8N_EXECUTIONS_QUEUE_KEEP_LAST_FAILED: '1000',
	QUEUE_BULL_REDIS_TIMEOUT_THRESHOLD: '60000',
	N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true',
};

interface QueueOptions {
	/** Published webhooks, forms and pages are then served by it, and by main no longer. */
	readonly webhookProcessor?: boolean;
	/** Where it answers; a free port when left out. */
	readonly webhookPort?: number;
	/** Added to the environment of every process. */
	readonly env?: Readonly<Record<string, string>>;
	readonly print?: Print;
}

/**
 * Redis and PostgreSQL for an n8n in queue mode, and the way to start the processes beside main.
 *
 * @example
 * const queue = await startQueue({ webhookProcessor: true, env: RECOMMENDED });
 * const stage = await setStage({ userFolder, print, postgres: queue.store, env: queue.env });
 * await Promise.all([queue.startWebhookProcessor(), queue.startWorker(), queue.startWorker()]);
 */
export async function startQueue({
	webhookProcessor = false,
	webhookPort,
	env: added = {},
	print = silently,
}: QueueOptions = {}): Promise<Queue> {
	const [redis, postgres, [freePort]] = await Promise.all([
		startRedis(),
		startPostgresProcess(),
		freePorts(1),
	]);
	print(`Redis is at port ${redis.port}, PostgreSQL at port ${postgres.port}`);
	const port = webhookPort ?? freePort;
	const { env: database, store } = await n8nOnPostgres(postgres.config);
	const env = {
		EXECUTIONS_MODE: 'queue',
		QUEUE_BULL_REDIS_HOST: '127.0.0.1',
		QUEUE_BULL_REDIS_PORT: String(redis.port),
		...database,
		...(webhookProcessor
			? { WEBHOOK_URL: `http://127.0.0.1:${port}`, N8N_DISABLE_PRODUCTION_MAIN_PROCESS: 'true' }
			: {}),
		...added,
	};
	const processes: N8nServer[] = [];
	const start = async (role: N8nRole, at: { readonly port?: number } = {}) => {
		const userFolder = mkdtempSync(join(tmpdir(), `icrm-n8n-${role}-`));
		await installPack(userFolder);
		const { bin } = await findOrInstallN8n();
		const server = await startN8n({ bin, userFolder, role, env, print, ...at });
		processes.push(server);
		return server;
	};
	const stopProcesses = async () => {
		await Promise.all(processes.map((server) => server.stop()));
		processes.forEach(({ userFolder }) => rmSync(userFolder, { recursive: true, force: true }));
	};
	return {
		env,
		store,
		redis,
		postgres,
		startWorker: () => start('worker'),
		startWebhookProcessor: () => start('webhook', port === undefined ? {} : { port }),
		stopProcesses,
		stop: async () => {
			await stopProcesses();
			await postgres.stop();
			await redis.stop();
		},
	};
}
