import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createEngine } from '../engine/engine';
import type { StoreConfig } from '../engine/store';
import { arrivals, reactions } from '../engine/wiring';
import { chooseIncidents } from '../test/support/real-log/choose';
import { countedTerms, saveLogCompany } from '../test/support/real-log/log-company';
import { readLog } from '../test/support/real-log/read-log';
import { afterAll, differences, mirrorRows, shuffled } from '../test/support/real-log/replay';
import { startPostgres } from '../test/support/start-postgres';
import { projectRoot } from './stage/util/project-root';
import { resultFile, surroundings, writeResult } from './stage/util/result';

/**
 * `npm run log -- FILE [--postgres] [--seed N]`: mirrors every incident of the incident log (test/fixtures/incident-log.md), its
 * rows in a shuffled order, forty at a time, as Request: Mirror does with a workflow's items, and compares clocks and ledger with a
 * recount that shares no code with the engine. What it found is kept in docs/results/log.json.
 *
 * `--choose` writes test/fixtures/incident-log.csv anew instead.
 */
const NAME = 'log';
const FIXTURE = join('test', 'fixtures', 'incident-log.csv');
const CHOSEN = 60;
const ROWS_A_CALL = 40;

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
	const terms = countedTerms(rows);
	tell('incidents', incidents.size, 'incidents');
	tell('rows', rows.length, 'rows');
	tell('clocks', incidents.size * terms.size, 'clocks');
	let wrong = 0;
	await onEach(values.postgres ?? false, async (database, config) => {
		const engine = await createEngine(config, { now: () => afterAll(rows), reactions, arrivals });
		try {
			await saveLogCompany(engine, rows);
			const begin = performance.now();
			await mirrorRows(engine, shuffled(rows, Number(values.seed)), { size: ROWS_A_CALL });
			tell(
				`rows-per-second-${database}`,
				rounded((rows.length * 1000) / (performance.now() - begin)),
				'rows/s',
			);
			const found = await differences(engine, incidents, terms);
			for (const one of found.slice(0, 3)) console.log(JSON.stringify(one, null, '\t'));
			tell(`differences-${database}`, found.length, 'differences');
			wrong += found.length;
		} finally {
			await engine.close();
		}
	});
	writeResult(NAME, {
		command: `npm run log -- FILE${values.postgres ? ' --postgres' : ''}`,
		...around,
		versions: { node: process.versions.node },
		seconds: Math.round((Date.now() - startedAt) / 1000),
		figures,
	});
	console.log(`The result is in ${resultFile(NAME)}.`);
	if (wrong > 0)
		throw new Error(`${wrong} incidents have other clocks, or another ledger, than the recount.`);
}

const rounded = (value: number): number => Number(value.toPrecision(3));

async function onEach(
	withPostgres: boolean,
	work: (database: string, config: StoreConfig) => Promise<void>,
): Promise<void> {
	const folder = mkdtempSync(join(tmpdir(), 'icrm-log-'));
	try {
		await work('sqlite', { kind: 'sqlite', file: join(folder, 'icrm.sqlite') });
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
	if (!withPostgres) return;
	const { port, stop } = await startPostgres();
	const login = { user: 'postgres', password: 'postgres', database: 'postgres', tls: 'off' } as const;
	try {
		await work('postgres', { kind: 'postgres', host: '127.0.0.1', port, ...login });
	} finally {
		await stop();
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
