import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A room or a file that the rules of lint do not know would be free to import what it likes. */
const ROOT = join(__dirname, '..', '..');
const entries = readdirSync(join(ROOT, 'engine'), { withFileTypes: true });

/** The words of a list or the keys of an object that eslint.config.mjs declares. */
function namesIn(declaration: string): string[] {
	const config = readFileSync(join(ROOT, 'eslint.config.mjs'), 'utf8');
	const [, body = ''] = new RegExp(`^const ${declaration} = [[{]\\n(.*?)^[\\]}];`, 'ms').exec(config) ?? [];
	return [...body.matchAll(/^\t'?([\w-]+)'?(?::|,|$)/gm)].map(([, name = '']) => name);
}

it('lint has a place for every folder of the engine', () => {
	const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
	expect(folders.length).toBeGreaterThan(10);
	expect(folders.filter((name) => !namesIn('CAPABILITIES').includes(name))).toEqual([]);
});

it('lint says of every file directly in the engine what it may import', () => {
	const files = entries.filter(({ name }) => name.endsWith('.ts')).map(({ name }) => name.slice(0, -3));
	expect(files.length).toBeGreaterThan(5);
	// The index hands everything on.
	expect(files.filter((name) => name !== 'index' && !namesIn('DIRECTLY').includes(name))).toEqual([]);
});
