import { SqliteDialect, type Dialect } from 'kysely';
import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { IcrmError } from '../errors';
import { FOLD_FUNCTION, foldCase } from './search';

/** For opening, when several processes make the file together. */
const OPENING_TIMEOUT_MS = 5_000;
/** SQLite waits without letting anything else in the process run, so only briefly; the store tries again (see `retried`). */
const BUSY_TIMEOUT_MS = 20;
const STATEMENTS_KEPT = 200;

/**
 * The embedded store: Node's own SQLite behind kysely's dialect. The file is created readable by its
 * owner only; WAL lets readers go on while one writes; `synchronous` stays FULL (a power cut loses nothing).
 * @throws IcrmError `unsupported` where Node has no SQLite, `unavailable` where the file cannot be opened
 */
export function sqliteDialect(file: string): Dialect {
	return dialectOf(
		file,
		'Check that the folder exists, that the user n8n runs as may write there, and that it is not a network drive.',
		() => {
			if (file !== ':memory:') createPrivately(file);
			const database = new (sqlite().DatabaseSync)(file, { timeout: OPENING_TIMEOUT_MS });
			database.exec('pragma journal_mode = wal; pragma foreign_keys = on; pragma synchronous = full');
			database.exec(`pragma busy_timeout = ${BUSY_TIMEOUT_MS}`);
			database.function(FOLD_FUNCTION, { deterministic: true }, (text) =>
				typeof text === 'string' ? foldCase(text) : null,
			);
			return database;
		},
	);
}

/** A file that is there already, to look into beside the n8n that works with it. */
export const sqliteReadingDialect = (file: string): Dialect =>
	dialectOf(
		file,
		'Check the path, and run this as the user that n8n runs as.',
		() => new (sqlite().DatabaseSync)(file, { timeout: OPENING_TIMEOUT_MS, readOnly: true }),
	);

function dialectOf(file: string, hint: string, open: () => DatabaseSync): Dialect {
	const database = async () => {
		try {
			return adapt(open());
		} catch (error) {
			if (error instanceof IcrmError) throw error;
			throw new IcrmError(
				'unavailable',
				`The ICRM database file '${file}' cannot be opened: ${(error as Error).message}`,
				{ hint, cause: error },
			);
		}
	};
	return new SqliteDialect({ database });
}

/** Loaded late, so that a Node without SQLite says what is missing instead of failing to load the nodes. */
function sqlite(): typeof import('node:sqlite') {
	try {
		return require('node:sqlite') as typeof import('node:sqlite');
	} catch (cause) {
		throw new IcrmError('unsupported', `This Node.js (${process.version}) has no built-in SQLite`, {
			hint: 'Run n8n on Node.js 24 or newer, or use a PostgreSQL credential for the ICRM store.',
			cause,
		});
	}
}

function createPrivately(file: string): void {
	mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
	closeSync(openSync(file, 'a', 0o600));
	chmodSync(file, 0o600);
}

/** What kysely's SqliteDialect expects of a driver. */
function adapt(database: DatabaseSync) {
	const statements = new Map<string, StatementSync>();
	const prepared = (text: string): StatementSync => {
		const known = statements.get(text);
		if (known) return known;
		if (statements.size >= STATEMENTS_KEPT) statements.clear();
		const statement = database.prepare(text);
		statements.set(text, statement);
		return statement;
	};
	return {
		close: () => database.close(),
		prepare(text: string) {
			// A deferred transaction that later writes fails at once instead of waiting for its turn.
			const statement = prepared(text === 'begin' ? 'begin immediate' : text);
			return {
				reader: statement.columns().length > 0,
				all: (parameters: readonly unknown[]) => statement.all(...(parameters as SQLInputValue[])),
				run: (parameters: readonly unknown[]) => statement.run(...(parameters as SQLInputValue[])),
				iterate: (parameters: readonly unknown[]) => statement.iterate(...(parameters as SQLInputValue[])),
			};
		},
	};
}
