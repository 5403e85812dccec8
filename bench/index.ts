import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { listRequestsRows } from './list-requests';
import { openRequestsRows } from './open-requests';
import type { BenchRow } from './row';
import { readClocksRows } from './read-clocks';
import { syncMembersRows } from './sync-members';
import { workingTimeRows } from './working-time';

/** `npm run bench -- [--only NAME] [--json FILE]`: every benchmark against its peer, in this very run. */
const BENCHMARKS: Readonly<Record<string, () => Promise<BenchRow[]>>> = {
	'working-time': workingTimeRows,
	'read-clocks': readClocksRows,
	'open-requests': openRequestsRows,
	'list-requests': listRequestsRows,
	'sync-members': syncMembersRows,
};

async function main(): Promise<void> {
	const { values } = parseArgs({ options: { json: { type: 'string' }, only: { type: 'string' } } });
	const chosen = Object.entries(BENCHMARKS).filter(([name]) => name === (values.only ?? name));
	if (chosen.length === 0)
		throw new Error(
			`There is no benchmark '${values.only}'; there are ${Object.keys(BENCHMARKS).join(', ')}.`,
		);
	const rows: BenchRow[] = [];
	for (const [, run] of chosen) rows.push(...(await run()));
	console.table(rows.map(readable));
	if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify(rows, null, '\t')}\n`);
}

const readable = ({ ours, peer, ratio, ...row }: BenchRow) => ({
	...row,
	ours: Math.round(ours),
	peer: Math.round(peer),
	ratio: Number(ratio.toFixed(2)),
});

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
});
