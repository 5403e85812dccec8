import { sideBySide, type Ended } from './stage/util/side-by-side';

/**
 * `npm test`: lint, formatting, types, build and tests, side by side, since tests wait for databases and processes while
 * the others reckon. All of them are run, and what failed says why at the end. Arguments go to jest.
 *
 * @example npm test -- test/engine/sla
 */
const seconds = (of: number) => `${of.toFixed(0)} s`;
const mark = ({ name, code, seconds: took }: Ended) =>
	`${code === 0 ? 'ok    ' : 'FAILED'}  ${name} (${seconds(took)})`;

async function main(forJest: readonly string[]): Promise<void> {
	const startedAt = performance.now();
	const all = await sideBySide(
		[
			{
				// The tests run the built package.
				stopsAtFailure: true,
				steps: [
					{ name: 'build', command: ['gulp', 'build'] },
					{ name: 'tests', command: ['jest', ...forJest], isShown: true },
				],
			},
			{
				steps: [
					{ name: 'eslint', command: ['eslint', '.'], isPatient: true },
					{ name: 'types', command: ['tsc', '--noEmit'], isPatient: true },
					{ name: 'prettier', command: ['prettier', '--check', '.'], isPatient: true },
				],
			},
		],
		(ended) => console.log(mark(ended)),
	);
	const failed = all.filter(({ code }) => code !== 0);
	for (const { name, said } of failed) if (said !== '') console.log(`\n--- ${name} ---\n${said.trimEnd()}`);
	console.log(`\n${all.map(mark).join('\n')}\nin ${seconds((performance.now() - startedAt) / 1000)}`);
	process.exitCode = failed[0]?.code ?? 0;
}

void main(process.argv.slice(2));
