import type { PostgresCursor, PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely';
import type { Pool, PoolClient } from 'pg';

/**
 * A pool whose connections are given up when one of them does not answer: behind a network that swallows what is sent, neither the
 * server's limits nor TCP end the wait. And a connection to a server that only lets read by now (another has taken over) is not
 * used again, nor one whose server ends.
 *
 * @param open makes a pool
 * @param longestMs for a statement, a little more than the server allows it: its own word says more
 */
export function guardedPool(open: () => Pool, longestMs: number): PostgresPool {
	let pool = open();
	const renew = (silent: Pool) => {
		if (pool !== silent) return;
		pool = open();
		// All its connections go the same way, and each of them would be waited for as long.
		silent.end().catch(() => {});
	};
	return {
		async connect() {
			const from = pool;
			return guarded(await from.connect(), longestMs, () => renew(from));
		},
		end: () => pool.end(),
	};
}

/** The server is read only, or it is ending: https://www.postgresql.org/docs/current/errcodes-appendix.html */
const OF_NO_FURTHER_USE = new Set(['25006', '25P03', '57P01', '57P02', '57P03']);

const UNDONE = { command: 'ROLLBACK', rowCount: 0, rows: [] } as const;

function guarded(client: PoolClient, longestMs: number, onSilence: () => void): PostgresPoolClient {
	let broken: Error | undefined;
	function query<R>(sql: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<R>>;
	function query<R>(cursor: PostgresCursor<R>): PostgresCursor<R>;
	function query(sql: unknown, parameters: readonly unknown[] = []): unknown {
		if (typeof sql !== 'string') throw new Error('Rows of PostgreSQL are not streamed');
		return ask(sql, parameters);
	}
	async function ask(sql: string, parameters: readonly unknown[]) {
		// The server has undone what a lost connection began, or will.
		if (broken && sql === 'rollback') return UNDONE;
		if (broken) throw broken;
		const silence = Promise.withResolvers<never>();
		const timer = setTimeout(() => silence.reject(new Error('Query read timeout')), longestMs);
		try {
			const answer = client.query(sql, [...parameters]);
			// Given up, it may still fail when the connection ends; nobody waits for that any more.
			answer.catch(() => {});
			return await Promise.race([answer, silence.promise]);
		} catch (error) {
			if (isSilence(error)) onSilence();
			if (error instanceof Error && (isSilence(error) || OF_NO_FURTHER_USE.has(codeOf(error))))
				broken = error;
			throw error;
		} finally {
			clearTimeout(timer);
		}
	}
	return { query, release: () => client.release(broken) };
}

const isSilence = (error: unknown): boolean =>
	error instanceof Error && error.message === 'Query read timeout';

const codeOf = (error: Error): string => ('code' in error ? String(error.code) : '');
