import { existsSync, realpathSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { isOlder, OLDEST_N8N } from '../../../cli/n8n/check-n8n';
import { silently, type Print } from '../util/print';
import { runCommand } from '../util/run-command';
import { installInto } from './install';

/** The n8n that is installed where there is none. Newer ones on the PATH are taken as they are. */
export const N8N_VERSION = '2.40.5';

export interface N8nHost {
	/** The file to run: see `n8nCommand`. */
	readonly bin: string;
	readonly version: string;
}

/** The user's own cache, where the n8n of the tests stands once for all clones of the project. */
export function cacheFolder(): string {
	const { XDG_CACHE_HOME, LOCALAPPDATA } = process.env;
	if (XDG_CACHE_HOME) return join(XDG_CACHE_HOME, 'n8n-nodes-icrm');
	if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'n8n-nodes-icrm');
	if (process.platform === 'win32') {
		return join(LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'), 'n8n-nodes-icrm');
	}
	return join(homedir(), '.cache', 'n8n-nodes-icrm');
}

/** How to start `bin`: n8n's own script under this very Node; a version manager's shell wrapper as it is. */
export async function n8nCommand(bin: string): Promise<{ command: string; args: string[] }> {
	const file = await open(bin);
	try {
		const { buffer } = await file.read(Buffer.alloc(64), 0, 64, 0);
		const firstLine = buffer.toString().split('\n')[0] ?? '';
		return /^#!.*\bnode\b/.test(firstLine)
			? { command: process.execPath, args: [bin] }
			: { command: bin, args: [] };
	} finally {
		await file.close();
	}
}

/** What `bin` says its version is; nothing where it does not run. */
async function versionOf(bin: string): Promise<string | undefined> {
	if (!existsSync(bin)) return undefined;
	try {
		const { command, args } = await n8nCommand(bin);
		return /\d+\.\d+\.\d+\S*/.exec(await runCommand(command, [...args, '--version']))?.[0];
	} catch {
		return undefined;
	}
}

/** Every n8n on the PATH. On Windows the script stands beside its .cmd file, under node_modules. */
function binsOnPath(): string[] {
	const relative = process.platform === 'win32' ? join('node_modules', 'n8n', 'bin', 'n8n') : 'n8n';
	return (process.env.PATH ?? '')
		.split(delimiter)
		.filter((folder) => folder !== '')
		.map((folder) => join(folder, relative))
		.filter((bin) => existsSync(bin))
		.map((bin) => realpathSync(bin));
}

/**
 * An n8n to run the pack in: one on the PATH if it is 2.40 or newer, else the one in the user's cache, which is
 * installed there when it is missing (about seven minutes and 2.9 GB, once for all clones).
 *
 * @example const { bin, version } = await findOrInstallN8n(console.log);
 */
export async function findOrInstallN8n(print: Print = silently): Promise<N8nHost> {
	for (const bin of binsOnPath()) {
		const version = await versionOf(bin);
		if (version !== undefined && !isOlder(version)) return { bin, version };
		print(
			`${bin} is n8n ${version ?? 'of unknown version'}; ${OLDEST_N8N} or newer is needed, so it is left alone.`,
		);
	}
	const folder = join(cacheFolder(), `n8n-${N8N_VERSION}`);
	const bin = join(folder, 'node_modules', 'n8n', 'bin', 'n8n');
	if ((await versionOf(bin)) !== N8N_VERSION) await installInto(folder, N8N_VERSION, print);
	const version = await versionOf(bin);
	if (version === undefined) {
		throw new Error(`n8n is in ${folder} but does not run. Delete that folder and try again.`);
	}
	return { bin, version };
}
