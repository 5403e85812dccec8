import { spawn, type ChildProcess } from 'node:child_process';
import { delimiter, dirname } from 'node:path';

interface RunOptions {
	readonly cwd?: string;
	/** Beside what this process has. */
	readonly env?: Readonly<Record<string, string>>;
	/** Given the child as it starts, for those who may have to stop it. */
	readonly onStart?: (child: ChildProcess) => void;
}

/** This process's environment with its own Node first on the PATH, so that `npm` and `n8n` run under the same one. */
export function environmentOfThisNode(): NodeJS.ProcessEnv {
	const pathName = Object.keys(process.env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
	const path = [dirname(process.execPath), process.env[pathName] ?? ''].join(delimiter);
	return { ...process.env, [pathName]: path };
}

/** Runs a program to its end. Resolves with what it printed; rejects with the end of all it said. */
export function runCommand(
	command: string,
	args: readonly string[],
	{ cwd, env, onStart }: RunOptions = {},
): Promise<string> {
	return new Promise((resolve, reject) => {
		const child = spawn(command, args, {
			...(cwd === undefined ? {} : { cwd }),
			env: { ...environmentOfThisNode(), ...env },
			stdio: ['ignore', 'pipe', 'pipe'],
			// npm is a .cmd file there, which only the shell can start.
			shell: process.platform === 'win32' && command === 'npm',
		});
		onStart?.(child);
		let printed = '';
		let said = '';
		child.stdout.on('data', (chunk: Buffer) => {
			printed += chunk.toString();
			said += chunk.toString();
		});
		child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
		child.once('error', reject);
		child.once('close', (code, signal) => {
			if (code === 0) return resolve(printed.trim());
			const end = said.trim().split('\n').slice(-30).join('\n');
			reject(new Error(`${command} ${args.join(' ')} ended with ${signal ?? `code ${code}`}\n${end}`));
		});
	});
}
