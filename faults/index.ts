import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { projectRoot } from '../scripts/stage/util/project-root';
import { hunt, openCampaign, repeat, reproduce, runsOf, type Campaign, type Reproduction } from './campaign';
import { MUTANTS, mutantOf, type Mutant } from './mutants';
import { DATABASES, type Database } from './plan/types';
import { faultsIn, lineOf, summaryOf, tellCaught, tellTotals, totalsOf } from './report';
import type { Result } from './run';

/**
 * `npm run faults -- [--runs N] [--seed S] [--database sqlite|postgres]... [--mutant NAME]... [--mutants] [--replay FILE]`
 * `[--most N] [--times N] [--shrink N]`
 *
 * Without options: a hundred runs a database, then every mutant until it is caught. With `--runs` only the runs, with `--mutant` or
 * `--mutants` only these, at most `--most` runs each. `--replay` runs the plan of a file, `--times` times. Of the runs that fail,
 * `--shrink` are made smaller and kept in .icrm/faults/. Ends with 1 where anything
 * was lost, came twice or is left over, and where a mutant was not caught.
 */
const RUNS = 100;
const MOST = 10;
const TIMES = 5;
/** How many of those that fail are made smaller. It takes minutes. */
const SHRUNK = 2;

async function main(): Promise<boolean> {
	const { values } = parseArgs({
		options: {
			runs: { type: 'string' },
			seed: { type: 'string', default: '1' },
			database: { type: 'string', multiple: true, default: [...DATABASES] },
			mutant: { type: 'string', multiple: true, default: [] },
			mutants: { type: 'boolean', default: false },
			most: { type: 'string', default: String(MOST) },
			replay: { type: 'string' },
			times: { type: 'string', default: String(TIMES) },
			shrink: { type: 'string', default: String(SHRUNK) },
		},
	});
	const databases = DATABASES.filter((name) => values.database.includes(name));
	if (databases.length === 0)
		throw new Error(`There is no such database; there are ${DATABASES.join(', ')}.`);
	const mutants = values.mutants ? MUTANTS : values.mutant.map(mutantOf);
	const seed = numberIn('seed', values.seed);
	const campaign = openCampaign();
	try {
		if (values.replay !== undefined)
			return await replayed(campaign, values.replay, numberIn('times', values.times));
		const isWhole = values.runs === undefined && mutants.length === 0;
		const runs = isWhole ? RUNS : numberIn('runs', values.runs ?? '0');
		const toHunt = isWhole ? MUTANTS : mutants;
		let isGood = true;
		for (const database of databases) {
			const most = numberIn('most', values.most);
			const shrunk = numberIn('shrink', values.shrink);
			if (runs > 0) isGood = (await asItIs(campaign, { database, seed, runs }, shrunk)) && isGood;
			isGood = (await allCaught(campaign, { database, seed, most, mutants: toHunt })) && isGood;
		}
		return isGood;
	} finally {
		await campaign.close();
	}
}

function numberIn(option: string, text: string): number {
	const number = Number(text);
	if (Number.isInteger(number) && number >= 0) return number;
	throw new Error(`--${option} takes a whole number, not '${text}'.`);
}

/** Runs the engine as it is. */
async function asItIs(
	campaign: Campaign,
	wanted: { readonly database: Database; readonly seed: number; readonly runs: number },
	mostShrunk: number,
): Promise<boolean> {
	const results: Result[] = [];
	let shrunk = 0;
	for await (const result of runsOf(campaign, wanted)) {
		results.push(result);
		console.log(lineOf(result));
		if (result.findings.length > 0 && shrunk++ < mostShrunk) keep(await reproduce(campaign, result));
	}
	const totals = totalsOf(results);
	tellTotals(wanted.database, totals);
	return faultsIn(totals) === 0;
}

async function allCaught(
	campaign: Campaign,
	wanted: {
		readonly database: Database;
		readonly seed: number;
		readonly most: number;
		readonly mutants: readonly Mutant[];
	},
): Promise<boolean> {
	let isGood = true;
	for await (const caught of hunt(campaign, wanted)) {
		tellCaught(wanted.database, caught);
		if (caught.after === undefined) isGood = false;
	}
	return isGood;
}

function keep(reproduction: Reproduction): void {
	const { plan, failed, of, findings } = reproduction;
	const folder = join(projectRoot, '.icrm', 'faults');
	mkdirSync(folder, { recursive: true });
	const file = join(folder, `${plan.database}-${plan.seed}.json`);
	writeFileSync(file, `${JSON.stringify(reproduction, null, '\t')}\n`);
	console.log(
		`  Made smaller, it failed ${failed} of ${of} times: ${summaryOf(findings)}\n  npm run faults -- --replay ${relative(projectRoot, file)}`,
	);
}

async function replayed(campaign: Campaign, file: string, times: number): Promise<boolean> {
	const { plan, mutant }: Reproduction = JSON.parse(readFileSync(file, 'utf8'));
	const { failed, findings } = await repeat(
		campaign,
		plan,
		times,
		mutant === undefined ? undefined : mutantOf(mutant),
	);
	console.log(`It failed ${failed} of ${times} times${failed > 0 ? `: ${summaryOf(findings)}` : '.'}`);
	return failed === 0;
}

main()
	.then((isGood) => {
		process.exitCode = isGood ? 0 : 1;
	})
	.catch((error: unknown) => {
		console.error(error instanceof Error ? error.message : error);
		process.exitCode = 1;
	});
