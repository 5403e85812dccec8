import { Worker } from 'node:worker_threads';
import { Client } from 'pg';

/** By their text, how often a database was asked each; begin and commit count as well. */
export type Statements = Map<string, number>;

export const totalOf = (statements: Statements): number =>
	[...statements.values()].reduce((sum, count) => sum + count, 0);

/**
 * Counts what PostgreSQL's driver is asked, and the threads in which SQLite works, from now until `stop`. Below the engine, so
 * that nothing it keeps to itself goes uncounted.
 */
export function countStatements(): { readonly statements: Statements; stop(): void } {
	const statements: Statements = new Map();
	const count = (text: string | undefined) => {
		if (text !== undefined) statements.set(text, (statements.get(text) ?? 0) + 1);
	};
	const undo = [
		watch(Worker.prototype, 'postMessage', (message) => count(textIn(message, 'question', 'sql'))),
		watch(Client.prototype, 'query', (query) =>
			count(typeof query === 'string' ? query : textIn(query, 'text')),
		),
	];
	return { statements, stop: () => undo.forEach((put) => put()) };
}

/** `see` gets the argument of each call of a method, of whichever object. Returns the way to stop that. */
function watch(prototype: object, name: string, see: (argument: unknown) => void): () => void {
	const original: unknown = Reflect.get(prototype, name);
	if (typeof original !== 'function') throw new Error(`There is no '${name}' to watch.`);
	Reflect.set(prototype, name, function (this: unknown, ...args: unknown[]): unknown {
		see(args[0]);
		return Reflect.apply(original, this, args);
	});
	return () => void Reflect.set(prototype, name, original);
}

function textIn(value: unknown, ...path: readonly string[]): string | undefined {
	for (const key of path)
		value = typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
	return typeof value === 'string' ? value : undefined;
}
