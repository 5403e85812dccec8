import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/** What stands once in the house: a second copy is where copies begin to drift. */
const ROOT = join(__dirname, '..', '..');

/** Lines of everything but tests that hold a text, as `file:line`. */
function linesWith(text: string): string[] {
	const folders = ['engine', 'nodes', 'cli', 'credentials', 'scripts', 'bench', 'faults'];
	try {
		return execFileSync('grep', ['-rnF', '--include=*.ts', text, ...folders], { cwd: ROOT, encoding: 'utf8' })
			.trim()
			.split('\n')
			.map((line) => line.split(':').slice(0, 2).join(':'));
	} catch (error) {
		// grep's way to say that there is none.
		if ((error as { status?: number }).status === 1) return [];
		throw error;
	}
}

it('outcomes are put back in their places in one function only', () => {
	expect(linesWith('let next = 0')).toEqual([expect.stringMatching(/^engine\/outcome\.ts:/)]);
});

it('a cast through unknown stands nowhere', () => {
	expect(linesWith('as unknown as')).toEqual([]);
});

it('addresses of the public API of n8n are built in one file only', () => {
	expect(linesWith('/api/v1')).toEqual([expect.stringMatching(/^cli\/n8n\/client\.ts:/)]);
});

it('a polling delay for invitations stands nowhere', () => {
	expect(linesWith('ASK_AGAIN')).toEqual([]);
});

it('what is there is found', () => {
	expect(linesWith('export const eventOf = <')).toEqual([expect.stringMatching(/^engine\/event\.ts:/)]);
});
