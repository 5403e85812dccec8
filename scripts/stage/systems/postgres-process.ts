import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PostgresConfig } from '../../../engine';
import { spawnServer } from '../util/children';
import { freePorts } from '../util/free-ports';
import { projectRoot } from '../util/project-root';

/** A PostgreSQL that can go away and come back, with everything it held. */
export interface PostgresProcess {
	readonly port: number;
	/** How a store reaches it. */
	readonly config: PostgresConfig;
	pause(): Promise<void>;
	resume(): Promise<void>;
	stop(): Promise<void>;
}

const LOGIN = { user: 'postgres', password: 'postgres', database: 'postgres' };

export async function startPostgresProcess(): Promise<PostgresProcess> {
	const [port = 0] = await freePorts(1);
	// Not below a folder of this user, because PostgreSQL runs as another one where this one is root.
	const folder = mkdtempSync(join(tmpdir(), 'icrm-pg-'));
	let child: ChildProcess | undefined;
	const resume = async () => {
		const script = join(projectRoot, 'scripts', 'stage', 'systems', 'postgres-cli.ts');
		child = spawnServer(process.execPath, ['--import', 'tsx', script, String(port), folder], {
			stdio: ['ignore', 'pipe', 'inherit'],
			cwd: projectRoot,
		});
		if (child.stdout) await once(child.stdout, 'data');
	};
	const pause = async () => {
		if (!child || child.exitCode !== null) return;
		child.kill('SIGTERM');
		await once(child, 'exit');
	};
	await resume();
	return {
		port,
		config: { kind: 'postgres', host: '127.0.0.1', port, tls: 'off', ...LOGIN },
		pause,
		resume,
		stop: async () => {
			await pause();
			rmSync(folder, { recursive: true, force: true });
		},
	};
}
