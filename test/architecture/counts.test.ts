import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What stands once in the house: a second copy is where copies begin to drift. */
const ROOT = join(__dirname, '..', '..');

/** Lines of everything but tests that hold a text, as `file:line`. */
function linesWith(text: string): string[] {
	const folders = ['engine', 'nodes', 'cli', 'credentials', 'scripts', 'bench'];
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

const filesIn = (folder: string): string[] =>
	readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) =>
		entry.isFile() ? [entry.name] : [],
	);

const foldersIn = (folder: string): string[] =>
	readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) =>
		entry.isDirectory() ? [entry.name] : [],
	);

it('the command is in rooms: directly in cli/ are its entry and what the bundler needs there', () => {
	expect(filesIn('cli').sort()).toEqual(['icrm.ts', 'package-folder.ts']);
});

it('directly in scripts/ are entry points, each with the command that runs it', () => {
	const told = ['package.json', '.ci/run', ...filesIn('scripts').map((file) => `scripts/${file}`)]
		.map((file) => readFileSync(join(ROOT, file), 'utf8'))
		.join('\n');
	expect(filesIn('scripts').filter((file) => !told.includes(`scripts/${file}`))).toEqual([]);
	expect(foldersIn('scripts')).toEqual(['stage']);
	expect(foldersIn('scripts/stage').sort()).toEqual(['n8n', 'plays', 'systems', 'util']);
	expect(filesIn('scripts/stage')).toEqual(['stage.ts']);
});

it('what is there is found', () => {
	expect(linesWith('export const eventOf')).toEqual([expect.stringMatching(/^engine\/event\.ts:/)]);
});
