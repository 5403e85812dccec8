import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import type { Told } from './figures';
import type { Counts, Suite } from './jest-report';
import type { Places } from './places';
import { projectRoot } from './project-root';
import { runCommand } from './run-command';

/** What a command found out, as it is kept in docs/results/ for the docs to quote. */
export interface Result extends Told {
	/** How to do it again: `npm run test:e2e:long`. */
	readonly command: string;
	/** The commit that was tried, in full. */
	readonly commit: string;
	/** Whether every tracked file was as in that commit; otherwise the result is of no commit at all. */
	readonly clean: boolean;
	/** When it began, as an ISO instant. */
	readonly date: string;
	/** Figures mean something on this kind of machine only. */
	readonly machine: string;
	/** How many processes wanted a processor when it began: on a busy machine every figure is worse. */
	readonly load: number;
	readonly seconds: number;
	/** Both are there for tests run by jest only. */
	readonly tests?: Counts;
	readonly suites?: readonly Suite[];
	/** Of `npm run measure:search` only: where our nodes are found in n8n now, and where they were found before. */
	readonly search?: { readonly before: PlacesOf; readonly after: Places };
}

interface PlacesOf extends Pick<Result, 'commit' | 'date'> {
	readonly places: Places;
}

/** `docs/results/<name>.json`. */
export const resultFile = (name: string): string => join('docs', 'results', `${name}.json`);

type Surroundings = Pick<Result, 'commit' | 'clean' | 'date' | 'machine' | 'load'>;

/** What a result says of the tree, the machine and the moment, taken before the command runs. */
export async function surroundings(): Promise<Surroundings> {
	const git = (...args: string[]) => runCommand('git', args, { cwd: projectRoot });
	const changed = await git('status', '--porcelain', '--untracked-files=no');
	const [{ model } = { model: 'unknown processor' }, ...others] = cpus();
	return {
		commit: await git('rev-parse', 'HEAD'),
		clean: changed === '',
		date: new Date().toISOString(),
		machine: `${1 + others.length} × ${model.trim()}, ${process.platform}`,
		load: Number((loadavg()[0] ?? 0).toFixed(1)),
	};
}

export function writeResult(name: string, result: Result): void {
	const path = join(projectRoot, resultFile(name));
	mkdirSync(join(path, '..'), { recursive: true });
	writeFileSync(path, `${JSON.stringify(result, null, '\t')}\n`);
}
