import { sideBySide, type Step } from '../../scripts/stage/util/side-by-side';

const node = (name: string, script: string): Step => ({ name, command: [process.execPath, '-e', script] });
const told: string[] = [];
const tell = ({ name, code }: { name: string; code: number }) => void told.push(`${name} ${code}`);
beforeEach(() => void told.splice(0));

describe('steps side by side', () => {
	it('are all run, and a failed one says why', async () => {
		const all = await sideBySide(
			[
				{
					steps: [node('lint', 'console.error("line 7 is wrong"); process.exitCode = 3'), node('types', '')],
				},
				{ steps: [node('build', '')] },
			],
			tell,
		);
		expect(all).toMatchObject([
			{ name: 'lint', code: 3, said: 'line 7 is wrong\n' },
			{ name: 'types', code: 0 },
			{ name: 'build', code: 0 },
		]);
		expect(told.toSorted()).toEqual(['build 0', 'lint 3', 'types 0']);
	});

	it('that build on one another end with the first that fails; a program that is not there has failed', async () => {
		const missing = { name: 'build', command: ['no-such-program-of-ours'] };
		const all = await sideBySide([{ stopsAtFailure: true, steps: [missing, node('tests', '')] }], tell);
		expect(all).toMatchObject([
			{ name: 'build', code: 127, said: expect.stringContaining('no-such-program') },
		]);
	});

	it('end with whoever runs them, and that is no success', async () => {
		const waiting = node('tests', 'setInterval(() => {}, 1000)');
		const all = sideBySide([{ steps: [waiting, node('more', '')] }, { steps: [waiting] }], tell);
		process.emit('SIGTERM', 'SIGTERM');
		expect((await all).map(({ name, code }) => [name, code !== 0])).toEqual([
			['tests', true],
			['tests', true],
			['stopped', true],
		]);
	});
});
