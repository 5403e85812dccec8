import { DatabaseSync, StatementSync } from 'node:sqlite';
import { Client } from 'pg';

/** By their text, how often each was asked of a database from this thread: transactions' begin and commit count too. */
export type Statements = Map<string, number>;

type Call = (this: object, ...args: unknown[]) => unknown;

/**
 * Counts what the drivers of both databases are asked, from now until `stop`. Below the engine, so that nothing it keeps to
 * itself goes uncounted.
 */
export function countStatements(): { readonly statements: Statements; stop(): void } {
	const statements: Statements = new Map();
	const count = (text: string) => void statements.set(text, (statements.get(text) ?? 0) + 1);
	const undo = [
		...(['run', 'all', 'get', 'iterate'] as const).map((name) =>
			watch(StatementSync.prototype, name, (statement) => count(String(Reflect.get(statement, 'sourceSQL')))),
		),
		watch(DatabaseSync.prototype, 'exec', (_, text) => count(String(text))),
		watch(Client.prototype, 'query', (_, query) => count(queryText(query))),
	];
	return { statements, stop: () => undo.forEach((put) => put()) };
}

/** `see` is called before each call of a method, of whichever object. Returns the way to stop that. */
function watch(prototype: object, name: string, see: (self: object, argument: unknown) => void): () => void {
	const original = Reflect.get(prototype, name) as Call;
	const watched: Call = function (...args) {
		see(this, args[0]);
		return original.apply(this, args);
	};
	Reflect.set(prototype, name, watched);
	return () => void Reflect.set(prototype, name, original);
}

const queryText = (query: unknown): string =>
	typeof query === 'string' ? query : String((query as { readonly text?: unknown }).text);
