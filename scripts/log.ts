import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Client } from 'pg';
import { createEngine } from '../engine/engine';
import type { StoreConfig } from '../engine/store';
import { arrivals, reactions } from '../engine/wiring';
import { chooseIncidents } from '../test/support/real-log/choose';
import { countedCompany, PROMISES } from '../test/support/real-log/log-company';
import { readLog } from '../test/support/real-log/read-log';
import { minuteAfter } from '../test/support/real-log/replay';
import { mirrorAtOnce, mirrorQuietly, type Found, type Stage } from '../test/support/real-log/runs';
import { startPostgres } from '../test/support/start-postgres';
import { projectRoot } from './stage/util/project-root';
import { resultFile, surroundings, writeResult } from './stage/util/result';

/**
 * `npm run log -- FILE [--postgres] [--seed N]`: mirrors every incident of the incident log (test/fixtures/incident-log.md) as
 * Request: Mirror does with a workflow's items, all rows at once, and in a shuffled order as history, forty at a time. Clocks and
 * ledger are compared with a recount that shares no code with the engine, and what a workflow hears with what there is to be
 * said. What it found is kept in docs/results/log.json.
 *
 * `--choose` writes test/fixtures/incident-log.csv anew instead.
 */
const NAME = 'log';
const FIXTURE = join('test', 'fixtures', 'incident-log.csv');
const CHOSEN = 60;
const ROWS_A_CALL = 40;
const CLOCKS_EACH = PROMISES.length * 2;

async function main(): Promise<void> {
	const { values, positionals } = parseArgs({
		allowPositionals: true,
		options: {
			postgres: { type: 'boolean' },
			choose: { type: 'boolean' },
			seed: { type: 'string', default: '2016' },
		},
	});
	const [file] = positionals;
	if (file === undefined)
		throw new Error(
			'Say where the log is: npm run log -- FILE. What it is, and where it comes from: test/fixtures/incident-log.md.',
		);
	const csv = readFileSync(file, 'utf8');
	if (values.choose) return choose(csv);
	const around = await surroundings();
	const startedAt = Date.now();
	const figures: Record<string, { value: number; unit: string }> = {};
	const tell = (id: string, value: number, unit: string) => {
		figures[id] = { value, unit };
		console.log(`${id}: ${value} ${unit}`);
	};
	const incidents = readLog(csv);
	const rows = [...incidents.values()].flat();
	tell('incidents', incidents.size, 'incidents');
	tell('rows', rows.length, 'rows');
	tell('clocks', incidents.size * CLOCKS_EACH, 'clocks');
	const counted = countedCompany(rows);
	let wrong = 0;
	const run = async (id: string, config: StoreConfig, mirror: (stage: Stage) => Promise<Found>) => {
		const time = { now: minuteAfter(rows) };
		const engine = await createEngine(config, { now: () => time.now, reactions, arrivals });
		try {
			const begin = performance.now();
			const { differences, wronglySaid, notSaid } = await mirror(Object.assign(time, { engine }));
			tell(`seconds-${id}`, Number(((performance.now() - begin) / 1000).toPrecision(3)), 's');
			tell(`differences-${id}`, differences.length, 'differences');
			tell(`announcements-${id}`, wronglySaid.length + notSaid.length, 'wrong announcements');
			for (const one of [...differences, ...wronglySaid, ...notSaid].slice(0, 3))
				console.log(JSON.stringify(one, null, '\t'));
			wrong += differences.length + wronglySaid.length + notSaid.length;
		} finally {
			await engine.close();
		}
	};
	await onEach(values.postgres ?? false, async (database, fresh) => {
		await run(`${database}-at-once`, await fresh(), (stage) => mirrorAtOnce(stage, incidents, counted));
		await run(`${database}-history`, await fresh(), (stage) =>
			mirrorQuietly(stage, incidents, counted, { seed: Number(values.seed), size: ROWS_A_CALL }),
		);
	});
	writeResult(NAME, {
		command: `npm run log -- FILE${values.postgres ? ' --postgres' : ''}`,
		...around,
		versions: { node: process.versions.node },
		seconds: Math.round((Date.now() - startedAt) / 1000),
		figures,
	});
	console.log(`The result is in ${resultFile(NAME)}.`);
	if (wrong > 0) throw new Error(`${wrong} times the engine and the recount are not of one mind.`);
}

/** Gives the work stores that are empty and are deleted afterwards. */
async function onEach(
	withPostgres: boolean,
	work: (database: string, fresh: () => Promise<StoreConfig>) => Promise<void>,
): Promise<void> {
	const folder = mkdtempSync(join(tmpdir(), 'icrm-log-'));
	let made = 0;
	try {
		await work('sqlite', async () => ({ kind: 'sqlite', file: join(folder, `${made++}.sqlite`) }));
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
	if (!withPostgres) return;
	const server = await startPostgres();
	const login = { host: '127.0.0.1', port: server.port, user: 'postgres', password: 'postgres' };
	try {
		await work('postgres', async () => {
			const client = new Client({ ...login, database: 'postgres' });
			await client.connect();
			const database = `log_${made++}`;
			await client.query(`create database ${database}`).finally(() => client.end());
			return { kind: 'postgres', ...login, database, tls: 'off' };
		});
	} finally {
		await server.stop();
	}
}

function choose(csv: string): void {
	const chosen = new Set(chooseIncidents(readLog(csv), CHOSEN));
	const [head = '', ...lines] = csv.trimEnd().split(/\r?\n/);
	const kept = lines.filter((line) => chosen.has(line.slice(0, line.indexOf(','))));
	writeFileSync(join(projectRoot, FIXTURE), `${[head, ...kept].join('\n')}\n`);
	console.log(`${chosen.size} incidents are in ${FIXTURE}.`);
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
});
