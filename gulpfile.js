const { build } = require('esbuild');
const { dest, parallel, series, src } = require('gulp');
const { chmod, readdir, readFile, rm, writeFile } = require('node:fs/promises');
const { join, relative } = require('node:path');

const common = {
	format: 'cjs',
	platform: 'node',
	target: 'node24',
	sourcemap: true,
	logLevel: 'warning',
	metafile: true,
};

/** What this build wrote. The rest of dist is from an earlier one and goes at the end. */
const written = new Set();
const remember = ({ metafile }) => Object.keys(metafile.outputs).forEach((file) => written.add(file));

/** One file with every library in it; left readable, for whoever audits what their n8n runs. */
async function bundle(entry, outfile) {
	const result = await build({
		...common,
		entryPoints: [entry],
		outfile,
		bundle: true,
		keepNames: true,
		external: ['n8n-workflow', 'pg-native'],
	});
	remember(result);
	return result.metafile;
}

/** File by file, so that every node requires the same `dist/engine/index.js`: one engine a process. */
const nodes = async () =>
	remember(
		await build({
			...common,
			entryPoints: ['nodes/**/*.ts', 'credentials/**/*.ts'],
			outdir: 'dist',
			outbase: '.',
		}),
	);

async function engine() {
	const metafile = await bundle('engine/index.ts', 'dist/engine/index.js');
	await writeNotices(metafile, 'dist/THIRD-PARTY-NOTICES.txt');
	// What runs in a thread of its own is started from a file beside it.
	await bundle('engine/store/sqlite-thread.ts', 'dist/engine/sqlite-thread.js');
}

/** Without the engine: the doctor loads the one that is built already (cli/doctor/late-engine.ts). */
async function cli() {
	const metafile = await bundle('cli/icrm.ts', 'dist/cli/icrm.js');
	await writeNotices(metafile, 'dist/cli/THIRD-PARTY-NOTICES.txt');
	await chmod('dist/cli/icrm.js', 0o755);
}

const assets = () =>
	src(
		[
			'nodes/**/*.svg',
			'nodes/**/*.node.json',
			'nodes/*/__schema__/**/*.json',
			'credentials/**/*.svg',
			'workflows/*.json',
		],
		{
			base: '.',
			encoding: false,
			nodir: true,
		},
	)
		.pipe(dest('dist'))
		.on('data', (file) => written.add(relative('.', file.path)));

/** At the end and not at the beginning: whoever runs the pack meanwhile always finds a whole one. */
async function prune() {
	for (const entry of await readdir('dist', { recursive: true, withFileTypes: true })) {
		const file = join(entry.parentPath, entry.name);
		if (entry.isFile() && !written.has(file)) await rm(file);
	}
}

/** The licences of what is bundled ask for their text to go with it. */
async function writeNotices(metafile, file) {
	const folders = Object.keys(metafile.inputs)
		.map((input) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1])
		.filter((folder) => folder !== undefined);
	const notices = [];
	for (const folder of [...new Set(folders)].sort()) {
		const { name, version, license } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
		const text = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
		const body = text ? await readFile(join(folder, text), 'utf8') : `License: ${license}`;
		notices.push(`${name} ${version}\n\n${body.trim()}\n`);
	}
	await writeFile(file, notices.join(`\n${'-'.repeat(80)}\n\n`));
	written.add(file);
}

exports.build = series(parallel(nodes, engine, cli, assets), prune);
exports.default = exports.build;
