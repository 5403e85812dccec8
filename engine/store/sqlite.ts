import { isBuiltin } from 'node:module';
import {
	CompiledQuery,
	SqliteAdapter,
	SqliteIntrospector,
	SqliteQueryCompiler,
	type DatabaseConnection,
	type Dialect,
	type Driver,
	type QueryResult,
} from 'kysely';
import type { SQLInputValue } from 'node:sqlite';
import { IcrmError } from '../errors';
import { retried } from './retried';
import type { Answer, OpeningMode } from './sqlite-thread';
import { threadFor, type Thread } from './threads';

/**
 * The embedded store: Node's own SQLite behind kysely's dialect, in a thread of its own, so that no statement and no commit
 * holds up n8n (see `sqlite-thread`).
 * @throws IcrmError `unsupported` where Node has no SQLite, `unavailable` where the file cannot be opened
 */
export const sqliteDialect = (file: string): Dialect =>
	dialectOf({
		file,
		mode: 'write',
		thread: 'icrm-write',
		hint: 'Check that the folder exists, that the user n8n runs as may write there, and that it is not a network drive.',
	});

/** A file that is there already, to look into beside whoever writes it: in another thread, so that no long read keeps a write waiting. */
export const sqliteReadingDialect = (file: string): Dialect =>
	dialectOf({
		file,
		mode: 'read',
		thread: 'icrm-read',
		hint: 'Check the path, and run this as the user that n8n runs as.',
	});

interface Opening {
	readonly file: string;
	readonly mode: OpeningMode;
	/** The name of the thread it works in. */
	readonly thread: string;
	/** What to do where it cannot be opened. */
	readonly hint: string;
}

const dialectOf = (opening: Opening): Dialect => ({
	createAdapter: () => new SqliteAdapter(),
	createQueryCompiler: () => new SqliteQueryCompiler(),
	createIntrospector: (db) => new SqliteIntrospector(db),
	createDriver: () => driverOf(opening),
});

interface OpenDatabase {
	readonly thread: Thread;
	readonly database: number;
}

/** One connection, which one user has at a time. */
function driverOf(opening: Opening): Driver {
	let current: OpenDatabase | undefined;
	let turn: Promise<void> = Promise.resolve();
	const finished = new WeakMap<DatabaseConnection, () => void>();
	return {
		init: async () => void (current = await open(opening)),
		async acquireConnection() {
			const before = turn;
			const { promise, resolve } = Promise.withResolvers<void>();
			turn = promise;
			await before;
			try {
				if (!current?.thread.isAlive) current = await open(opening);
				const connection = connectionTo(current);
				finished.set(connection, resolve);
				return connection;
			} catch (error) {
				resolve();
				throw error;
			}
		},
		releaseConnection: async (connection) => finished.get(connection)?.(),
		// A deferred transaction that later writes fails at once instead of waiting for its turn.
		beginTransaction: async (connection) => void (await connection.executeQuery(BEGIN)),
		commitTransaction: async (connection) => void (await connection.executeQuery(COMMIT)),
		rollbackTransaction: async (connection) => void (await connection.executeQuery(ROLLBACK)),
		async destroy() {
			await turn;
			if (current?.thread.isAlive) await current.thread.ask({ kind: 'close', database: current.database });
			current = undefined;
		},
	};
}

const BEGIN = CompiledQuery.raw('begin immediate');
const COMMIT = CompiledQuery.raw('commit');
const ROLLBACK = CompiledQuery.raw('rollback');

async function open({ file, mode, thread: name, hint }: Opening): Promise<OpenDatabase> {
	if (!isBuiltin('node:sqlite'))
		throw new IcrmError('unsupported', `This Node.js (${process.version}) has no built-in SQLite`, {
			hint: 'Run n8n on Node.js 24 or newer, or use a PostgreSQL credential for the ICRM store.',
		});
	const thread = threadFor(name);
	try {
		// Several processes may make the file together.
		const answer = await retried(() => thread.ask({ kind: 'open', file, mode }));
		if (!('database' in answer)) throw new Error('the thread did not open it');
		return { thread, database: answer.database };
	} catch (cause) {
		throw new IcrmError(
			'unavailable',
			`The ICRM database file '${file}' cannot be opened: ${(cause as Error).message}`,
			{ hint, cause },
		);
	}
}

/** The rows of an answer, and of those that follow it. */
async function allRows(thread: Thread, first: RowsAnswer): Promise<unknown[]> {
	const rows: unknown[] = [...first.rows];
	for (let { rest } = first; rest !== undefined;) {
		const next = await thread.ask({ kind: 'more', rest });
		if (!('rows' in next)) break;
		for (const row of next.rows) rows.push(row);
		rest = next.rest;
	}
	return rows;
}

type RowsAnswer = Extract<Answer, { readonly rows: unknown }>;

const connectionTo = ({ thread, database }: OpenDatabase): DatabaseConnection => ({
	async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
		const values = parameters as readonly SQLInputValue[];
		const answer = await thread.ask({ kind: 'run', database, sql, parameters: values });
		if ('rows' in answer) return { rows: (await allRows(thread, answer)) as R[] };
		if (!('changes' in answer)) throw new Error('the thread gave an answer to something else');
		return {
			rows: [],
			numAffectedRows: BigInt(answer.changes),
			insertId: BigInt(answer.insertId),
		};
	},
	streamQuery() {
		throw new Error('Rows of the embedded store are not streamed');
	},
});
