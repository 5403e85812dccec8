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
export function countStatements(): {
	readonly statements: Statements;
	/** Whether PostgreSQL still owes an answer. */
	isWaiting(): boolean;
	stop(): void;
} {
	const statements: Statements = new Map();
	const waiting = new Set<unknown>();
	const follow = (answer: unknown) => {
		if (!(answer instanceof Promise)) return;
		waiting.add(answer);
		const over = () => void waiting.delete(answer);
		answer.then(over, over);
	};
	const count = (text: string | undefined) => {
		if (text !== undefined) statements.set(text, (statements.get(text) ?? 0) + 1);
	};
	const undo = [
		watch(Worker.prototype, 'postMessage', (message) => count(textIn(message, 'question', 'sql'))),
		watch(
			Client.prototype,
			'query',
			(query) => count(typeof query === 'string' ? query : textIn(query, 'text')),
			follow,
		),
	];
	return { statements, isWaiting: () => waiting.size > 0, stop: () => undo.forEach((put) => put()) };
}

/** `see` gets the argument of each call of a method, of whichever object, and `follow` what it returns. Returns the way to stop that. */
function watch(
	prototype: object,
	name: string,
	see: (argument: unknown) => void,
	follow: (result: unknown) => void = () => {},
): () => void {
	const original: unknown = Reflect.get(prototype, name);
	if (typeof original !== 'function') throw new Error(`There is no '${name}' to watch.`);
	Reflect.set(prototype, name, function (this: unknown, ...args: unknown[]): unknown {
		see(args[0]);
		const result: unknown = Reflect.apply(original, this, args);
		follow(result);
		return result;
	});
	return () => void Reflect.set(prototype, name, original);
}

function textIn(value: unknown, ...path: readonly string[]): string | undefined {
	for (const key of path)
		value = typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
	return typeof value === 'string' ? value : undefined;
}
