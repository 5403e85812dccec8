import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A room or a file that the rules of lint do not know would be free to import what it likes. */
const ROOT = join(__dirname, '..', '..');
const entriesOf = (folder: string) => readdirSync(join(ROOT, folder), { withFileTypes: true });
const foldersIn = (folder: string): string[] =>
	entriesOf(folder).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
const filesIn = (folder: string): string[] =>
	entriesOf(folder).flatMap((entry) => (entry.isFile() ? [entry.name] : []));

/** The words of a list or the keys of an object that eslint.config.mjs declares. */
function namesIn(declaration: string): string[] {
	const config = readFileSync(join(ROOT, 'eslint.config.mjs'), 'utf8');
	const [, body = ''] = new RegExp(`^const ${declaration} = [[{]\\n(.*?)^[\\]}];`, 'ms').exec(config) ?? [];
	return [...body.matchAll(/^\t'?([\w-]+)'?(?::|,|$)/gm)].map(([, name = '']) => name);
}

/** The same of a list that is short enough for one line. */
function wordsIn(declaration: string): string[] {
	const config = readFileSync(join(ROOT, 'eslint.config.mjs'), 'utf8');
	const [, body = ''] = new RegExp(`^const ${declaration} = \\[(.*)\\];$`, 'm').exec(config) ?? [];
	return [...body.matchAll(/'([\w-]+)'/g)].map(([, name = '']) => name);
}

it('lint has a place for every folder of the engine', () => {
	const folders = foldersIn('engine');
	expect(folders.length).toBeGreaterThan(10);
	expect(folders.filter((name) => !namesIn('CAPABILITIES').includes(name))).toEqual([]);
});

it('lint says of every file directly in the engine what it may import', () => {
	const files = filesIn('engine').map((name) => name.replace(/\.ts$/, ''));
	expect(files.length).toBeGreaterThan(5);
	// The index hands everything on.
	expect(files.filter((name) => name !== 'index' && !namesIn('DIRECTLY').includes(name))).toEqual([]);
});

it('lint has a place for every folder of the command, and of the stage', () => {
	expect(foldersIn('cli').sort()).toEqual(wordsIn('CLI_ROOMS').sort());
	// The stage itself is a file between its folders.
	expect([...foldersIn('scripts/stage'), 'stage'].sort()).toEqual(wordsIn('STAGE_ROOMS').sort());
	expect(filesIn('scripts/stage')).toEqual(['stage.ts']);
});

it('lint has a place for every folder of the faults', () => {
	expect(foldersIn('faults').sort()).toEqual(wordsIn('FAULT_ROOMS').sort());
});

it('directly in cli/ are its entry, and what the bundler needs there', () => {
	expect(filesIn('cli').sort()).toEqual(['icrm.ts', 'package-folder.ts']);
});

it('directly in scripts/ are entry points, each with the command that runs it', () => {
	const told = ['package.json', '.ci/run', ...filesIn('scripts').map((file) => `scripts/${file}`)]
		.map((file) => readFileSync(join(ROOT, file), 'utf8'))
		.join('\n');
	expect(filesIn('scripts').filter((file) => !told.includes(`scripts/${file}`))).toEqual([]);
	expect(foldersIn('scripts')).toEqual(['stage']);
});
