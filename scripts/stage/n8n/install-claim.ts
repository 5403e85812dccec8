import { readFileSync, statSync, utimesSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Print } from '../util/print';

const HEARTBEAT_MS = 5_000;
const STALE_MS = 60_000;

const ownerFile = (site: string): string => join(site, '.owner');
const signature = (pid: number): string => `${pid}@${hostname()}`;

const errorCode = (error: unknown): string | undefined =>
	error instanceof Error && 'code' in error ? String(error.code) : undefined;

function isRunning(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return errorCode(error) === 'EPERM';
	}
}

/** Who builds at `site`, and whether they still do: an owner touches its file, and one on this host has a process. */
function inspect(site: string): { owner: string; isStale: boolean } | undefined {
	try {
		const owner = readFileSync(ownerFile(site), 'utf8');
		const [pid, host] = owner.split('@');
		const silentMs = Date.now() - statSync(ownerFile(site)).mtimeMs;
		return {
			owner,
			isStale: silentMs > STALE_MS || (host === hostname() && !isRunning(Number(pid))),
		};
	} catch {
		try {
			return { owner: 'somebody', isStale: Date.now() - statSync(site).mtimeMs > STALE_MS };
		} catch {
			return undefined;
		}
	}
}

/** Makes the folder, which only one of several can. False when it exists. */
async function make(site: string): Promise<boolean> {
	await mkdir(dirname(site), { recursive: true });
	try {
		await mkdir(site);
		return true;
	} catch (error) {
		if (errorCode(error) === 'EEXIST') return false;
		throw error;
	}
}

/** Renames the folder before deleting it. A process that still writes there then fails, and cannot leave half an n8n at `site`. */
async function clearAway(site: string): Promise<void> {
	const abandoned = `${site}.abandoned-${process.pid}`;
	await rename(site, abandoned).catch(() => {});
	await rm(abandoned, { recursive: true, force: true });
}

/**
 * Claims the folder `site` for building in it. While another process builds there, waits. Resolves with the way to
 * end the claim, or with nothing when `isDone` came true while waiting: then the other has done the work.
 */
export async function claim(
	site: string,
	isDone: () => boolean,
	print: Print,
): Promise<(() => void) | undefined> {
	let announced = '';
	for (;;) {
		if (isDone()) return undefined;
		if (await make(site)) {
			await writeFile(ownerFile(site), signature(process.pid));
			const heartbeat = setInterval(() => {
				const now = new Date();
				try {
					utimesSync(ownerFile(site), now, now);
				} catch {
					// Renamed or cleared away: there is nothing to keep alive.
				}
			}, HEARTBEAT_MS);
			return () => clearInterval(heartbeat);
		}
		const found = inspect(site);
		if (found?.isStale) {
			print(`An earlier install by ${found.owner} was left unfinished; starting it anew.`);
			await clearAway(site);
		} else if (found) {
			if (found.owner !== announced) print(`Process ${found.owner} is installing n8n; waiting for it.`);
			announced = found.owner;
			await pause(2_000);
		}
	}
}
