import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Logger, run, runMigrations, type Runner, type WorkerEvents } from 'graphile-worker';
import { Client } from 'pg';
import type { PostgresConfig } from '../../engine/store';
import { tellVersion } from '../../scripts/stage/util/figures';
import { countTo } from './trigger';

/** Its name and version, which the result is told as well. */
export function graphileName(): string {
	const manifest = join(dirname(require.resolve(GRAPHILE)), '..', 'package.json');
	const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
	tellVersion(GRAPHILE, version);
	return `${GRAPHILE} ${version}`;
}
const GRAPHILE = 'graphile-worker';

const urlOf = ({ host, port, user, password, database }: PostgresConfig): string =>
	`postgres://${user}:${password}@${host}:${port}/${database}`;

/** Errors are thrown; what else it has to say is not asked for. */
const logger = new Logger(() => () => {});

/** Adds jobs that do nothing, which may run at their instants in epoch ms. */
export async function addJobs(config: PostgresConfig, instants: readonly number[]): Promise<void> {
	await runMigrations({ connectionString: urlOf(config), logger });
	const client = new Client({ connectionString: urlOf(config) });
	await client.connect();
	const text = `select count(graphile_worker.add_job('noop', '{}', run_at := to_timestamp(at / 1000.0)))
		from unnest($1::float8[]) as at`;
	await client.query(text, [instants]).finally(() => client.end());
}

interface Jobs {
	readonly atOnce: number;
	/** How many there are. */
	readonly jobs: number;
	onStart?(runAt: number): void;
}

/** Runs jobs that do nothing with the settings that it comes with, until all of them are done. Returns the ms it took. */
export async function runJobs(config: PostgresConfig, { atOnce, jobs, onStart }: Jobs): Promise<number> {
	const done = countTo(jobs);
	const begin = performance.now();
	const runner = await startRunner(config, atOnce, (runAt) => onStart?.(runAt));
	runner.events.on('job:complete', done.count);
	await done.reached;
	const took = performance.now() - begin;
	await runner.stop();
	return took;
}

export function startRunner(
	config: PostgresConfig,
	atOnce: number,
	onStart: (runAt: number) => void = () => {},
): Promise<Runner> {
	const events: WorkerEvents = new EventEmitter();
	return run({
		connectionString: urlOf(config),
		concurrency: atOnce,
		noHandleSignals: true,
		logger,
		events,
		taskList: { noop: (_, { job }) => onStart(job.run_at.getTime()) },
	});
}
