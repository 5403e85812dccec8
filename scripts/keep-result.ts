import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FIGURES_FILE, readTold } from './stage/util/figures';
import { suitesOf, sumOf } from './stage/util/jest-report';
import { projectRoot } from './stage/util/project-root';
import { resultFile, surroundings, writeResult } from './stage/util/result';

/**
 * `tsx scripts/keep-result.ts NAME "COMMAND" [ARGUMENTS]`: runs a command, and keeps what it found out as
 * `docs/results/NAME.json`: commit, date, versions, how long it took, the figures it reported (stage/util/figures.ts), and of jest the
 * suites with their tests, also those that failed. Ends as the command ends. With further arguments only a part is run, so
 * nothing is kept.
 *
 * @example tsx scripts/keep-result.ts e2e-long "jest --config test/n8n/long/jest.config.js"
 */
async function main([name, commandLine, ...part]: readonly string[]): Promise<void> {
	if (name === undefined || commandLine === undefined)
		throw new Error('Say under which name to keep the result, and of which command.');
	const [command = '', ...args] = commandLine.split(' ');
	if (part.length > 0) {
		console.log(`Only a part is run (${part.join(' ')}), so ${resultFile(name)} stays as it is.`);
		process.exitCode = await run(command, [...args, ...part]);
		return;
	}
	const folder = mkdtempSync(join(tmpdir(), 'icrm-result-'));
	try {
		const [report, figures] = [join(folder, 'report.json'), join(folder, 'figures.jsonl')];
		const around = await surroundings();
		const startedAt = Date.now();
		const asJson = command === 'jest' ? ['--json', `--outputFile=${report}`] : [];
		process.exitCode = await run(command, [...args, ...asJson], { [FIGURES_FILE]: figures });
		const seconds = Math.round((Date.now() - startedAt) / 1000);
		if (command === 'jest' && !existsSync(report))
			throw new Error('jest ended before it had a result, so none is kept.');
		const { versions, ...told } = readTold(figures);
		const suites = command === 'jest' ? suitesOf(JSON.parse(readFileSync(report, 'utf8')), projectRoot) : [];
		const script = process.env.npm_lifecycle_event;
		writeResult(name, {
			command: script === undefined ? commandLine : `npm run ${script}`,
			...around,
			versions: { node: process.versions.node, ...versions },
			seconds,
			...(command === 'jest' ? { tests: sumOf(suites), suites } : {}),
			...told,
		});
		console.log(`The result is in ${resultFile(name)}.`);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

/** Its output goes to this terminal. Resolves with the exit code. */
async function run(
	command: string,
	args: readonly string[],
	env: Readonly<Record<string, string>> = {},
): Promise<number> {
	const child = spawn(command, args, {
		cwd: projectRoot,
		env: { ...process.env, ...env },
		stdio: 'inherit',
		// Programs of node_modules/.bin are .cmd files there, which only the shell can start.
		shell: process.platform === 'win32',
	});
	const [code] = (await once(child, 'exit')) as [number | null];
	return code ?? 1;
}

main(process.argv.slice(2)).catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
});
