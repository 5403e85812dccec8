import { Client } from 'pg';

/** A query that the server has not answered by then never will: the network swallows it. */
export const UNANSWERED_AFTER_MS = 45_000;

/** What a server says that has become a copy of another since. */
const READ_ONLY = '25006';

/**
 * A connection that is given up where it can be of no more use: nothing comes back through it, or it leads to a server that only
 * lets read since a failover. The pool opens another for the next query.
 */
export class WatchedClient extends Client {
	// pg declares a dozen ways to call it; all of them end here, and those without a callback give a promise.
	override query(...given: unknown[]): never {
		const query = super.query as (...parameters: unknown[]) => unknown;
		const answer = query.apply(this, given);
		if (answer instanceof Promise) return answer.catch((error: unknown) => this.#giveUp(error)) as never;
		return answer as never;
	}

	#giveUp(error: unknown): never {
		if (isUseless(error)) this.#stream()?.destroy();
		throw error;
	}

	/** Not in pg's types, and there in every version. */
	#stream(): { destroy(): void } | undefined {
		return (this as { connection?: { stream?: { destroy(): void } } }).connection?.stream;
	}
}

const isUseless = (error: unknown): boolean =>
	error instanceof Error &&
	(/Query read timeout/i.test(error.message) || (error as { code?: unknown }).code === READ_ONLY);
