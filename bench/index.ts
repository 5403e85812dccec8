import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { deliveriesRows } from './deliveries';
import { dueToEmittedRows } from './due-to-emitted';
import { firstMessageRows } from './first-message';
import { idleRows } from './idle';
import { listRequestsRows } from './list-requests';
import { loopGapsRows } from './loop-gaps';
import { openRequestsRows } from './open-requests';
import { tellFigure } from '../scripts/stage/util/figures';
import type { BenchRow } from './row';
import { readClocksRows } from './read-clocks';
import { syncMembersRows } from './sync-members';
import { tickRows } from './tick';
import { workingTimeRows } from './working-time';

/**
 * `npm run bench -- [--only NAME]... [--requests N] [--json FILE]`: every benchmark against its peer, in this very run.
 *
 * `--requests` is how many there are where many are opened, listed or delivered; fewer for a trial.
 */
const BENCHMARKS: Readonly<Record<string, (requests: number | undefined) => Promise<BenchRow[]>>> = {
	'working-time': workingTimeRows,
	'read-clocks': readClocksRows,
	'open-requests': openRequestsRows,
	'list-requests': (requests) => listRequestsRows(requests),
	'sync-members': syncMembersRows,
	'first-message': firstMessageRows,
	deliveries: deliveriesRows,
	'due-to-emitted': dueToEmittedRows,
	tick: tickRows,
	idle: idleRows,
	'loop-gaps': loopGapsRows,
};

async function main(): Promise<void> {
	const { values } = parseArgs({
		options: {
			json: { type: 'string' },
			only: { type: 'string', multiple: true, default: Object.keys(BENCHMARKS) },
			requests: { type: 'string' },
		},
	});
	const unknown = values.only.find((name) => !(name in BENCHMARKS));
	if (unknown !== undefined)
		throw new Error(`There is no benchmark '${unknown}'; there are ${Object.keys(BENCHMARKS).join(', ')}.`);
	const requests = values.requests === undefined ? undefined : Number(values.requests);
	const chosen = Object.entries(BENCHMARKS).filter(([name]) => values.only.includes(name));
	const rows: BenchRow[] = [];
	for (const [, run] of chosen) rows.push(...(await run(requests)));
	console.table(rows.map(readable));
	for (const { id, ours, peer, unit } of rows) {
		if (id === undefined) continue;
		tellFigure(id, ours, unit);
		tellFigure(`${id}-peer`, peer, unit);
	}
	if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify(rows, null, '\t')}\n`);
}

const readable = ({ id: _, goal, ours, peer, ratio, ...row }: BenchRow) => ({
	...row,
	ours: Number(ours.toPrecision(3)),
	peer: Number(peer.toPrecision(3)),
	ratio: Number(ratio.toFixed(2)),
	...(goal && { goal: sayGoal(goal), met: isMet(goal, ours, ratio) ? 'yes' : 'no' }),
});

type Goal = NonNullable<BenchRow['goal']>;

function sayGoal(goal: Goal): string {
	if ('ratio' in goal) return `ratio ≥ ${goal.ratio}`;
	return 'below' in goal ? `< ${goal.below}` : `≤ ${goal.atMost}`;
}

function isMet(goal: Goal, ours: number, ratio: number): boolean {
	if ('ratio' in goal) return ratio >= goal.ratio;
	return 'below' in goal ? ours < goal.below : ours <= goal.atMost;
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
});
