import { sideBySide, type Ended } from './stage/util/side-by-side';

/**
 * `npm test`: types, build and tests, side by side, since tests wait for databases and processes while the compiler reckons.
 * Both are run to their end, and what failed says why. How the code looks is asked by `npm run lint`. Arguments go to jest.
 *
 * The types are checked by the native compiler, in a third of the time. The lint rules that read types need the compiler
 * before it (`typescript`), which can be called from JavaScript.
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
			{ steps: [{ name: 'types', command: ['npm', 'run', '--silent', 'typecheck'], isPatient: true }] },
		],
		(ended) => console.log(mark(ended)),
	);
	const failed = all.filter(({ code }) => code !== 0);
	for (const { name, said } of failed) if (said !== '') console.log(`\n--- ${name} ---\n${said.trimEnd()}`);
	console.log(`\n${all.map(mark).join('\n')}\nin ${seconds((performance.now() - startedAt) / 1000)}`);
	process.exitCode = failed[0]?.code ?? 0;
}

void main(process.argv.slice(2));
