import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../cli/commands/run';
import { projectRoot } from '../../scripts/stage/util/project-root';
import { FakeN8n } from './fake-n8n';

export interface Ran {
	readonly code: number;
	readonly out: string;
	readonly err: string;
}

export type Env = Readonly<Record<string, string | undefined>>;

/** `icrm …` in this process. */
export async function icrm(args: readonly string[], env: Env = {}): Promise<Ran> {
	const out: string[] = [];
	const err: string[] = [];
	const code = await run(args, { env, out: (text) => out.push(text), err: (text) => err.push(text) });
	return { code, out: out.join('\n'), err: err.join('\n') };
}

/** The built command as a process of its own, with nothing of this one's environment but what it needs to run. */
export function builtIcrm(
	args: readonly string[],
	{
		env = {},
		dist = join(projectRoot, 'dist'),
		node = process.execPath,
	}: { env?: Env; dist?: string; node?: string } = {},
): Promise<Ran> {
	return new Promise((resolve, reject) => {
		const child = spawn(node, [join(dist, 'cli', 'icrm.js'), ...args], {
			env: { PATH: process.env.PATH, HOME: '/nonexistent', ...env },
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		const said = { out: '', err: '' };
		child.stdout.on('data', (chunk: Buffer) => (said.out += chunk.toString()));
		child.stderr.on('data', (chunk: Buffer) => (said.err += chunk.toString()));
		child.once('error', reject);
		child.once('close', (code) => resolve({ code: code ?? -1, ...said }));
	});
}

/** A fake n8n for all tests of a file, anew for each, and `icrm` speaking to it. */
export function withFakeN8n() {
	const held: { n8n?: FakeN8n } = {};
	const n8n = (): FakeN8n => {
		if (!held.n8n) throw new Error('the fake n8n is not started yet');
		return held.n8n;
	};
	beforeEach(async () => {
		held.n8n = new FakeN8n();
		await held.n8n.start();
	});
	afterEach(() => held.n8n?.stop());
	const env = (): Env => ({ N8N_URL: n8n().url, N8N_API_KEY: n8n().apiKey });
	return {
		get n8n() {
			return n8n();
		},
		get env() {
			return env();
		},
		icrm: (...args: string[]) => icrm(args, env()),
		/** What `icrm … --json` says, and its exit code. */
		json: async <Answer>(...args: string[]) => {
			const { code, out } = await icrm([...args, '--json'], env());
			return { code, answer: JSON.parse(out) as Answer };
		},
	};
}

/** A copy of the built package whose templates may be changed; gone when the file's tests have ended. */
export function copyOfDist() {
	const folder = mkdtempSync(join(tmpdir(), 'icrm-dist-'));
	afterAll(() => rmSync(folder, { recursive: true, force: true }));
	const dist = join(folder, 'dist');
	const file = (key: string) => join(dist, 'workflows', `${key}.json`);
	return {
		dist,
		/** As it is shipped again. */
		reset: () => {
			rmSync(dist, { recursive: true, force: true });
			cpSync(join(projectRoot, 'dist'), dist, { recursive: true });
		},
		write: (key: string, text: string) => writeFileSync(file(key), text),
		edit: <Content>(key: string, change: (content: Content) => unknown) => {
			const content = JSON.parse(readFileSync(file(key), 'utf8')) as Content;
			writeFileSync(file(key), JSON.stringify(change(content) ?? content));
		},
	};
}
