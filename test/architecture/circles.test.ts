import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, sep } from 'node:path';
import ts from 'typescript';

/**
 * No file imports itself by way of others, imports of types included: what is circular in types cannot be read, or moved,
 * one piece at a time. Lint (`import-x/no-cycle`) sees circles of values only.
 */
const ROOT = join(__dirname, '..', '..');

type Graph = ReadonlyMap<string, readonly string[]>;

function importsOf(folders: readonly string[]): Graph {
	const files = folders.flatMap((folder) =>
		readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
			.filter((file) => file.endsWith('.ts'))
			.map((file) => join(folder, file).split(sep).join('/')),
	);
	const known = new Set(files);
	return new Map(
		files.map((file) => {
			const { importedFiles } = ts.preProcessFile(readFileSync(join(ROOT, file), 'utf8'), true, true);
			const targets = importedFiles
				.filter(({ fileName }) => fileName.startsWith('.'))
				.map(({ fileName }) =>
					normalize(join(dirname(file), fileName))
						.split(sep)
						.join('/'),
				)
				.flatMap((path) => [`${path}.ts`, `${path}/index.ts`].find((target) => known.has(target)) ?? []);
			return [file, targets];
		}),
	);
}

/** The circles, each once: a walk that keeps its way, and passes every file once. */
function circlesIn(graph: Graph): string[] {
	const circles: string[] = [];
	const finished = new Set<string>();
	const walk = (file: string, way: readonly string[]) => {
		const at = way.indexOf(file);
		if (at >= 0) circles.push([...way.slice(at), file].join(' → '));
		if (at >= 0 || finished.has(file)) return;
		for (const target of graph.get(file) ?? []) walk(target, [...way, file]);
		finished.add(file);
	};
	for (const file of graph.keys()) walk(file, []);
	return circles;
}

describe('imports', () => {
	it.each([['engine'], ['nodes'], ['cli'], ['scripts']])(
		'of %s/ form no circle, types included',
		(folder) => {
			const graph = importsOf([folder]);
			expect(graph.size).toBeGreaterThan(10);
			expect(circlesIn(graph)).toEqual([]);
		},
	);

	it('that form a circle are seen', () => {
		const graph = new Map([
			['a.ts', ['b.ts', 'c.ts']],
			['b.ts', ['c.ts']],
			['c.ts', ['d.ts']],
			['d.ts', ['b.ts']],
		]);
		expect(circlesIn(graph)).toEqual(['b.ts → c.ts → d.ts → b.ts']);
	});
});
