import { existsSync } from 'node:fs';
import { glob, rename, rm, writeFile } from 'node:fs/promises';
import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { spent, type Print } from '../util/print';
import { runCommand } from '../util/run-command';
import { claim } from './install-claim';

const PROGRESS_EVERY_MS = 10_000;

// Its native build is not needed to run n8n here, and wants a compiler.
const packageJson = {
	private: true,
	name: 'n8n-host',
	allowScripts: { '@confluentinc/kafka-javascript': false },
};

/** The packages whose files are there. npm makes all folders first, so that folders alone would count nothing. */
async function unpacked(folder: string): Promise<number> {
	const modules = join(folder, 'node_modules');
	const manifests = glob(['*/package.json', '@*/*/package.json'], { cwd: modules });
	let count = 0;
	for await (const _ of manifests) count++;
	return count;
}

/** Says every few seconds how far npm is. Returns the way to end it. */
function reportProgress(folder: string, print: Print): () => void {
	const startedAt = Date.now();
	const timer = setInterval(async () => {
		const count = await unpacked(folder).catch(() => 0);
		const doing = count === 0 ? 'working out what to download' : `${count} of about 1,520 packages`;
		print(`  ${spent((Date.now() - startedAt) / 1000)}: ${doing}`);
	}, PROGRESS_EVERY_MS);
	return () => clearInterval(timer);
}

/** An interrupted install ends npm too; without this it would go on unpacking for minutes. */
function endWithUs(child: ChildProcess): void {
	const end = () => child.kill('SIGTERM');
	const signals = ['SIGINT', 'SIGTERM'] as const;
	signals.forEach((signal) => process.once(signal, end));
	child.once('close', () => signals.forEach((signal) => process.off(signal, end)));
}

/**
 * Installs n8n with npm into `folder`. It is built in `<folder>.installing` and renamed when all of it is there, so
 * that `folder` is never half an n8n; that folder is also the lock that keeps a second clone from doing the same.
 */
export async function installInto(folder: string, version: string, print: Print): Promise<void> {
	const site = `${folder}.installing`;
	const release = await claim(site, () => existsSync(folder), print);
	if (release === undefined) return print(`${folder} is there: nothing to install.`);
	const startedAt = Date.now();
	print(`Installing n8n ${version} into ${folder}`);
	print('This happens once. It takes 4 to 7 minutes and 2.9 GB.');
	const endProgress = reportProgress(site, print);
	try {
		await writeFile(join(site, 'package.json'), JSON.stringify(packageJson, null, '\t'));
		await runCommand('npm', ['install', `n8n@${version}`, '--no-audit', '--no-fund', '--no-progress'], {
			cwd: site,
			onStart: endWithUs,
		});
		await rename(site, folder);
		print(`n8n ${version} is installed (${spent((Date.now() - startedAt) / 1000)}).`);
	} catch (error) {
		await rm(site, { recursive: true, force: true });
		throw error;
	} finally {
		endProgress();
		release();
	}
}
