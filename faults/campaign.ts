import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MUTANTS, type Mutant } from './mutants';
import { makePlan } from './plan/make-plan';
import type { Database, Plan } from './plan/types';
import { run, type Result } from './run';
import { shrink } from './shrink';
import { bundleWorker } from './stage/bundle';
import { startPostgresServer } from './stage/postgres-server';
import { openTheatre } from './stage/stage';

/** Runs plans, one after the other, on stages that are set up once. */
export interface Campaign {
	/** @param mutant the engine as it is where left out */
	run(plan: Plan, mutant?: Mutant): Promise<Result>;
	close(): Promise<void>;
}

export function openCampaign(): Campaign {
	const folder = mkdtempSync(join(tmpdir(), 'icrm-faults-bundle-'));
	const theatre = openTheatre(startPostgresServer);
	const bundles = new Map<string, Promise<string>>();
	const bundleOf = (mutant?: Mutant): Promise<string> => {
		const name = mutant?.name ?? 'as-it-is';
		const bundle = bundles.get(name) ?? bundleWorker(join(folder, name), mutant);
		bundles.set(name, bundle);
		return bundle;
	};
	return {
		run: async (plan, mutant) => await run(plan, theatre, await bundleOf(mutant)),
		async close() {
			await theatre.close();
			rmSync(folder, { recursive: true, force: true });
		},
	};
}

/** Seeds from `seed` on, one run each, as many as there are to be. */
export async function* runsOf(
	campaign: Campaign,
	{
		database,
		seed,
		runs,
		mutant,
	}: { readonly database: Database; readonly seed: number; readonly runs: number; readonly mutant?: Mutant },
): AsyncGenerator<Result> {
	for (let one = seed; one < seed + runs; one++) yield await campaign.run(makePlan(one, database), mutant);
}

export interface Caught {
	readonly mutant: Mutant;
	/** After how many runs; undefined where it was not. */
	readonly after: number | undefined;
	readonly result: Result;
}

/** Tries mutants until each is caught, in so many runs at most. */
export async function* hunt(
	campaign: Campaign,
	{
		database,
		seed,
		most,
		mutants = MUTANTS,
	}: {
		readonly database: Database;
		readonly seed: number;
		readonly most: number;
		readonly mutants?: readonly Mutant[];
	},
): AsyncGenerator<Caught> {
	for (const mutant of mutants) {
		let after = 0;
		for await (const result of runsOf(campaign, { database, seed, runs: most, mutant })) {
			after++;
			const isCaught = result.findings.length > 0;
			if (!isCaught && after < most) continue;
			yield { mutant, after: isCaught ? after : undefined, result };
			break;
		}
	}
}

/** A plan that failed, made smaller, with how often it fails. */
export interface Reproduction {
	readonly plan: Plan;
	readonly mutant?: string;
	readonly findings: Result['findings'];
	/** Of so many runs of the smaller plan, so many failed: time is real, and no two runs are the same. */
	readonly failed: number;
	readonly of: number;
}

const SHRINKING_RUNS = 30;
const REPEATS = 5;

export async function reproduce(campaign: Campaign, failing: Result, mutant?: Mutant): Promise<Reproduction> {
	// A smaller plan that fails for another reason is no smaller plan of this one.
	const seen = new Set(failing.findings.map(({ fault }) => fault));
	const fails = async (plan: Plan): Promise<boolean> =>
		(await campaign.run(plan, mutant)).findings.some(({ fault }) => seen.has(fault));
	const plan = await shrink(failing.plan, fails, SHRINKING_RUNS);
	const { failed, findings } = await repeat(campaign, plan, REPEATS, mutant);
	return {
		plan,
		...(mutant && { mutant: mutant.name }),
		findings: findings.length > 0 ? findings : failing.findings,
		failed,
		of: REPEATS,
	};
}

/** Runs the same plan several times. */
export async function repeat(
	campaign: Campaign,
	plan: Plan,
	times: number,
	mutant?: Mutant,
): Promise<Pick<Reproduction, 'failed' | 'findings'>> {
	let failed = 0;
	let findings: Result['findings'] = [];
	for (let time = 0; time < times; time++) {
		const result = await campaign.run(plan, mutant);
		if (result.findings.length === 0) continue;
		failed++;
		findings = result.findings;
	}
	return { failed, findings };
}
