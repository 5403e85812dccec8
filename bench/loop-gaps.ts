import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CASES, type CaseName } from './loop-gaps/cases';
import type { Seen } from './loop-gaps/process';
import type { BenchRow } from './row';

/**
 * For how long the embedded store holds the event loop, which is n8n's, while it does what is a lot. The engine is alone in a
 * process of its own, once a piece of work, and a timer in that process's loop looks. Against the same loop when it has
 * nothing to do: what the machine itself adds to every figure. The goal is absolute.
 */
const GOAL_MS = 20;

export async function loopGapsRows(): Promise<BenchRow[]> {
	const rows: BenchRow[] = [];
	for (const name of Object.keys(CASES) as CaseName[]) {
		const { quiet, atWork, seconds } = await seenIn(name);
		const { title } = CASES[name];
		console.log(`${title}: ${seconds.toFixed(1)} s`);
		const row = (what: string, id: string, ours: number, peer: number): BenchRow => ({
			id: `loop-gaps-${name}-${id}`,
			name: `${what} of the event loop, ${title}`,
			ours,
			peer,
			peerName: 'the same loop with nothing to do',
			unit: 'ms',
			ratio: peer / ours,
		});
		rows.push({
			...row('p99.9', 'p999', atWork.p999Ms, quiet.p999Ms),
			goal: { below: GOAL_MS },
		});
		rows.push(row('longest gap', 'longest', atWork.longestMs, quiet.longestMs));
	}
	return rows;
}

async function seenIn(name: CaseName): Promise<Seen> {
	const folder = mkdtempSync(join(tmpdir(), 'icrm-bench-'));
	try {
		const child = fork(join(__dirname, 'loop-gaps', 'process.ts'), [name, join(folder, 'icrm.sqlite')], {
			execArgv: ['--import', 'tsx'],
		});
		const ended = once(child, 'exit').then(([code]) => {
			throw new Error(`The process that measures '${name}' ended before it had a result (${code}).`);
		});
		const [seen] = (await Promise.race([once(child, 'message'), ended])) as [Seen];
		await ended.catch(() => {});
		return seen;
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

if (pathToFileURL(process.argv[1] ?? '').href === pathToFileURL(__filename).href)
	void loopGapsRows().then((rows) => console.table(rows));
