import { build, type Plugin } from 'esbuild';
import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { projectRoot } from '../../scripts/stage/util/project-root';
import type { Mutant } from '../mutants';
import { replacedOnce } from './replaced-once';

/**
 * Bundles the process of a run with the engine, as the pack is built, into a folder; with a fault put into it, where it is to be a
 * mutant.
 *
 * @returns the file to start
 * @throws Error when the text that a mutant replaces does not stand in its file exactly once: then it has to be aimed anew
 */
export async function bundleWorker(folder: string, mutant?: Mutant): Promise<string> {
	await build({
		entryPoints: [
			{ in: join(projectRoot, 'faults', 'worker', 'main.ts'), out: 'main' },
			// What runs in a thread of its own is started from a file beside it.
			{ in: join(projectRoot, 'engine', 'store', 'sqlite-thread.ts'), out: 'sqlite-thread' },
		],
		outdir: folder,
		bundle: true,
		format: 'cjs',
		platform: 'node',
		target: 'node24',
		keepNames: true,
		logLevel: 'silent',
		external: ['pg-native'],
		plugins: mutant ? [mutating(mutant)] : [],
	});
	return join(folder, 'main.js');
}

function mutating({ name, changes }: Mutant): Plugin {
	return {
		name: 'mutant',
		setup(building) {
			const missed = new Set(changes.map(({ file }) => file));
			building.onLoad({ filter: /[\\/]engine[\\/].*\.ts$/ }, async ({ path }) => {
				const file = relative(projectRoot, path);
				const own = changes.filter((change) => change.file === file);
				if (own.length === 0) return undefined;
				missed.delete(file);
				let contents = await readFile(path, 'utf8');
				for (const { from, to } of own) contents = replacedOnce(contents, { from, to, file, name });
				return { contents, loader: 'ts' };
			});
			building.onEnd(() => {
				if (missed.size > 0)
					throw new Error(
						`The mutant '${name}' changes ${[...missed].join(', ')}, which no bundle contains. Aim it anew.`,
					);
			});
		},
	};
}
