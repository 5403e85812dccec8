import { tellFigure } from '../scripts/stage/util/figures';
import type { Caught } from './campaign';
import { FAULTS, type Finding } from './oracle/findings';
import type { Database } from './plan/types';
import type { Counts, Result } from './run';

/** What many runs came to, together. */
export interface Totals {
	/** By name: `kills`, `requests`. */
	readonly counts: ReadonlyMap<string, number>;
	/** By name: `lost`, `fired twice`. */
	readonly faults: ReadonlyMap<string, number>;
	readonly runs: number;
	readonly seconds: number;
}

const NAMES: Readonly<Record<keyof Counts, string>> = {
	kills: 'kills',
	stops: 'stops',
	locks: 'foreign locks',
	restarts: 'restarts',
	partitions: 'partitions',
	leaps: 'leaps',
	sleeps: 'sleeps',
	fullDisks: 'full disks',
	impossible: 'not possible here',
	requests: 'requests',
	facts: 'facts',
	events: 'events',
	deliveries: 'deliveries',
	repeated: 'repeated deliveries',
};

const keysOf = <T extends object>(record: T): (keyof T & string)[] =>
	Object.keys(record) as (keyof T & string)[];

export function totalsOf(results: readonly Result[]): Totals {
	const sum = (of: (result: Result) => number): number =>
		results.reduce((all, result) => all + of(result), 0);
	return {
		runs: results.length,
		seconds: sum(({ seconds }) => seconds),
		counts: new Map(keysOf(NAMES).map((name) => [NAMES[name], sum(({ counts }) => counts[name])])),
		faults: new Map(
			keysOf(FAULTS).map((name) => [
				FAULTS[name],
				sum(({ findings }) => findings.filter(({ fault }) => fault === name).length),
			]),
		),
	};
}

export const faultsIn = ({ faults }: Totals): number =>
	[...faults.values()].reduce((all, one) => all + one, 0);

/** Prints the totals of one database, and keeps them as figures. */
export function tellTotals(database: Database, { runs, seconds, counts, faults }: Totals): void {
	console.log(`\n${database}: ${runs} runs, ${(seconds / Math.max(1, runs)).toFixed(1)} s each`);
	tellFigure(`${database}-runs`, runs, 'runs');
	for (const [name, count] of [...counts, ...faults])
		tellFigure(`${database}-${name.replaceAll(' ', '-')}`, count, '×');
}

export function tellCaught(database: Database, { mutant, after, result }: Caught): void {
	if (after === undefined) {
		console.error(`${database}: the mutant '${mutant.name}' was not caught. ${mutant.says}`);
		return;
	}
	tellFigure(`${database}-mutant-${mutant.name}`, after, after === 1 ? 'run' : 'runs');
	console.log(`  ${mutant.says} Seen as: ${summaryOf(result.findings)}`);
}

/** `lost 2 (first: …)`, for each kind of finding. */
export const summaryOf = (findings: readonly Finding[]): string =>
	[...Map.groupBy(findings, ({ fault }) => fault)]
		.map(([fault, all]) => `${FAULTS[fault]} ${all.length} (first: ${shortly(all[0]?.text ?? '')})`)
		.join('; ');

const SHORT = 200;
/** Last words of a process are long. */
const shortly = (text: string): string => {
	const line = text.replaceAll(/\s+/g, ' ');
	return line.length > SHORT ? `${line.slice(0, SHORT)}…` : line;
};

export const lineOf = ({ plan, findings, counts, seconds }: Result): string =>
	[
		`${plan.database} seed ${plan.seed}, ${seconds.toFixed(1)} s:`,
		keysOf(NAMES)
			.filter((name) => counts[name] > 0)
			.map((name) => `${counts[name]} ${NAMES[name]}`)
			.join(', '),
		findings.length === 0 ? '' : `\n  FAILED: ${summaryOf(findings)}`,
	].join(' ');
