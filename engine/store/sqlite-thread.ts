import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type SQLInputValue, type SQLOutputValue, type StatementSync } from 'node:sqlite';
import { parentPort } from 'node:worker_threads';

/*
 * A thread of its own, in which Node's SQLite works: it answers only when it is done, a commit only when the disk is, and for that long
 * it would hold up all of n8n. Built as a file beside the engine; it imports nothing of the engine, so that Node can run it as it stands.
 */

export type Question =
	| { readonly kind: 'open'; readonly file: string; readonly mode: OpeningMode }
	| {
			readonly kind: 'run';
			readonly database: number;
			readonly sql: string;
			readonly parameters: readonly SQLInputValue[];
	  }
	/** What is left of an answer's rows. */
	| { readonly kind: 'more'; readonly rest: number }
	| { readonly kind: 'close'; readonly database: number };

/** `write` makes the file where there is none; `read` opens what is there. */
export type OpeningMode = 'write' | 'read';

type Rows = readonly Record<string, SQLOutputValue>[];

/** More rows than these are taken over a part at a time: it is in the receiver's thread that they are unpacked. */
const ROWS_A_PART = 500;

export type Answer =
	| { readonly database: number }
	| { readonly rows: Rows; readonly rest?: number }
	| { readonly changes: number | bigint; readonly insertId: number | bigint };

export interface Asked {
	readonly id: number;
	readonly question: Question;
}

/** An error loses its code on its way between threads, so it goes as what it consists of. */
export type Answered =
	| { readonly id: number; readonly answer: Answer }
	| {
			readonly id: number;
			readonly error: { readonly message: string; readonly code?: unknown; readonly errcode?: unknown };
	  };

/** Briefly, since whoever holds the file may work in this thread as well; the store tries again (see `retried`). */
const BUSY_TIMEOUT_MS = 20;
const STATEMENTS_KEPT = 200;
/** Of 4 KiB: so large the log grows before it is carried into the file. Each time costs as much as several commits do. */
const WAL_PAGES = 8_000;
const CACHE_KIB = 32_768;

interface Open {
	readonly database: DatabaseSync;
	readonly statements: Map<string, { readonly statement: StatementSync; readonly isReader: boolean }>;
}

const databases = new Map<number, Open>();
let opened = 0;
const rests = new Map<number, Rows>();
let parted = 0;

function answerTo(question: Question): Answer {
	if (question.kind === 'open') {
		databases.set(++opened, { database: open(question.file, question.mode), statements: new Map() });
		return { database: opened };
	}
	if (question.kind === 'more') {
		const rows = rests.get(question.rest) ?? [];
		rests.delete(question.rest);
		return partOf(rows);
	}
	const known = databases.get(question.database);
	if (!known) throw new Error('the database is closed');
	if (question.kind === 'run') return run(known, question.sql, question.parameters);
	known.database.close();
	databases.delete(question.database);
	return { changes: 0, insertId: 0 };
}

/**
 * The file is created readable by its owner only; WAL lets readers go on while one writes; `synchronous` stays FULL: a power cut
 * loses nothing.
 */
function open(file: string, mode: OpeningMode): DatabaseSync {
	if (mode === 'write' && file !== ':memory:') createPrivately(file);
	const database = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS, readOnly: mode === 'read' });
	if (mode === 'write')
		database.exec(
			`pragma journal_mode = wal; pragma foreign_keys = on; pragma synchronous = full;
			pragma wal_autocheckpoint = ${WAL_PAGES}; pragma cache_size = -${CACHE_KIB}`,
		);
	// As `foldCase` does it.
	database.function('icrm_fold', { deterministic: true }, (text) =>
		typeof text === 'string' ? text.toUpperCase() : null,
	);
	return database;
}

function createPrivately(file: string): void {
	mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
	closeSync(openSync(file, 'a', 0o600));
	chmodSync(file, 0o600);
}

function run({ database, statements }: Open, sql: string, parameters: readonly SQLInputValue[]): Answer {
	// Where the disk is full, SQLite has given up the transaction by itself, and would refuse the word that undoes it.
	if (sql === 'rollback' && !database.isTransaction) return { changes: 0, insertId: 0 };
	let known = statements.get(sql);
	if (!known) {
		if (statements.size >= STATEMENTS_KEPT) statements.clear();
		const statement = database.prepare(sql);
		known = { statement, isReader: statement.columns().length > 0 };
		statements.set(sql, known);
	}
	if (known.isReader) return partOf(known.statement.all(...parameters));
	const { changes, lastInsertRowid } = known.statement.run(...parameters);
	return { changes, insertId: lastInsertRowid };
}

function partOf(rows: Rows): Answer {
	if (rows.length <= ROWS_A_PART) return { rows };
	rests.set(++parted, rows.slice(ROWS_A_PART));
	return { rows: rows.slice(0, ROWS_A_PART), rest: parted };
}

parentPort?.on('message', ({ id, question }: Asked) => {
	const say = (answered: Answered) => parentPort?.postMessage(answered);
	try {
		say({ id, answer: answerTo(question) });
	} catch (error) {
		const { message, code, errcode } = error as { message: string; code?: unknown; errcode?: unknown };
		say({ id, error: { message, code, errcode } });
	}
});
