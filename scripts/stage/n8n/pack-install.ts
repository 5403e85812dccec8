import { existsSync } from 'node:fs';
import { cp, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silently, type Print } from '../util/print';
import { projectRoot } from '../util/project-root';
import { runCommand } from '../util/run-command';

type PackageJson = Record<string, unknown> & {
	readonly name: string;
	readonly version: string;
	readonly dependencies?: Readonly<Record<string, string>>;
};

/** What n8n takes out of a community package before it installs what that package needs. */
const NOT_FOR_N8N = new Set(['devDependencies', 'peerDependencies', 'optionalDependencies']);

/** n8n's own flags for a community package: beside it, without scripts. */
const INSTALL = [
	'install',
	'--audit=false',
	'--fund=false',
	'--bin-links=false',
	'--install-strategy=shallow',
	'--ignore-scripts=true',
	'--package-lock=false',
];

/** The tarball npm would publish, in a folder of its own. */
async function pack(into: string): Promise<string> {
	await runCommand('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', into], {
		cwd: projectRoot,
	});
	const tarball = (await readdir(into)).find((name) => name.endsWith('.tgz'));
	if (tarball === undefined) throw new Error('npm pack made no tarball.');
	return tarball;
}

/**
 * Puts the built pack where n8n keeps community packages, as n8n's own installer does: what npm would publish,
 * without development, peer and optional dependencies. A running n8n sees it after a restart.
 *
 * @example await installPack('/tmp/demo', console.log); // /tmp/demo/.n8n/nodes/node_modules/n8n-nodes-icrm
 */
export async function installPack(userFolder: string, print: Print = silently): Promise<string> {
	if (!existsSync(join(projectRoot, 'dist'))) {
		throw new Error('The pack is not built: there is no dist folder. Run `npm run build` first.');
	}
	const temporary = await mkdtemp(join(tmpdir(), 'icrm-pack-'));
	try {
		const tarball = await pack(temporary);
		// Names without a folder: GNU tar reads the colon of C:\ as a host name.
		await runCommand('tar', ['-xzf', tarball], { cwd: temporary });
		const unpacked = join(temporary, 'package');
		const manifest: PackageJson = JSON.parse(await readFile(join(unpacked, 'package.json'), 'utf8'));
		const kept = Object.entries(manifest).filter(([key]) => !NOT_FOR_N8N.has(key));
		await writeFile(join(unpacked, 'package.json'), JSON.stringify(Object.fromEntries(kept), null, '\t'));
		if (Object.keys(manifest.dependencies ?? {}).length > 0) {
			await runCommand('npm', INSTALL, { cwd: unpacked });
		}
		const target = join(userFolder, '.n8n', 'nodes', 'node_modules', manifest.name);
		await rm(target, { recursive: true, force: true });
		await cp(unpacked, target, { recursive: true });
		print(`${manifest.name} ${manifest.version} is in ${target}`);
		return target;
	} finally {
		await rm(temporary, { recursive: true, force: true });
	}
}
