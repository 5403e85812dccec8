import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const ROOT = join(__dirname, '..', '..');

it('one run of the faults, by the command, finds nothing', async () => {
	const { stdout } = await promisify(execFile)(
		process.execPath,
		[
			'--import',
			'tsx',
			'faults/index.ts',
			'--runs',
			'1',
			'--seed',
			'8',
			'--database',
			'sqlite',
			'--shrink',
			'0',
		],
		{ cwd: ROOT },
	);
	expect(stdout).toContain('sqlite-lost: 0 ×');
	expect(stdout).toContain('sqlite-fired-twice: 0 ×');
	// A run in which nothing happened would find nothing either.
	const deliveries = Number(/sqlite-deliveries: ([\d,]+) ×/.exec(stdout)?.[1]?.replace(',', ''));
	expect(deliveries).toBeGreaterThan(50);
}, 180_000);
