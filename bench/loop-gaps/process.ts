import { setTimeout as sleep } from 'node:timers/promises';
import { CASES, type CaseName } from './cases';
import { watchLoop, type Gaps } from './probe';

/** What the process of a case says when it is done. */
export interface Seen {
	/** While there was nothing to do. */
	readonly quiet: Gaps;
	readonly atWork: Gaps;
	readonly seconds: number;
}

const QUIET_MS = 2_000;

/** `process.ts CASE FILE`: the engine alone in a process, as it shares n8n's, with the store in this file. */
async function main([name, file = '']: readonly string[]): Promise<void> {
	const { engine, work } = await CASES[name as CaseName].prepare({ kind: 'sqlite', file });
	const watchQuiet = watchLoop();
	await sleep(QUIET_MS);
	const quiet = watchQuiet();
	const begin = performance.now();
	const watchWork = watchLoop();
	await work();
	const atWork = watchWork();
	const seen: Seen = { quiet, atWork, seconds: (performance.now() - begin) / 1000 };
	await engine.close();
	process.send?.(seen);
	process.disconnect();
}

main(process.argv.slice(2)).catch((error: unknown) => {
	console.error(error);
	process.exit(1);
});
