import type { AcknowledgeMode } from './options';
import type { End } from './emit';

export type Failure = { readonly settle: 'fail'; readonly reason: string };
export type Verdict = { readonly settle: 'acknowledge' } | Failure;

const acknowledge: Verdict = { settle: 'acknowledge' };
export const fail = (reason: string): Failure => ({ settle: 'fail', reason });

/**
 * Whether an execution's end means that its event arrived.
 *
 * - A key n8n knew already: this very try was started before, so it is not started again.
 * - `waiting`: n8n has saved the execution and will go on with it by itself; no further word comes.
 * - A failed execution resolves; only one that could not be started, or was cancelled, rejects.
 */
export function verdictOn(end: End, mode: AcknowledgeMode): Verdict {
	if (end.kind === 'rejected') {
		if (mode === 'finished' && wasStopped(end.error)) return acknowledge;
		return fail(`the execution did not run: ${messageOf(end.error)}`);
	}
	const { run } = end;
	if (run === undefined || run.status === 'waiting' || mode !== 'success') return acknowledge;
	const error = run.data?.resultData?.error;
	if (error) return fail(`the execution failed: ${messageOf(error)}`);
	if (run.status === 'error' || run.status === 'crashed' || run.status === 'canceled')
		return fail(`the execution ended as '${run.status}'`);
	return acknowledge;
}

/** Stopped by somebody or by the workflow's time limit: that is an end. Stopped by n8n's own shutdown is not. */
const wasStopped = (error: unknown): boolean =>
	typeof error === 'object' &&
	error !== null &&
	'reason' in error &&
	(error.reason === 'manual' || error.reason === 'timeout');

export const messageOf = (error: unknown): string =>
	error instanceof Error || isErrorLike(error) ? error.message : String(error);

/** In queue mode an error comes from the database, as plain data. */
const isErrorLike = (error: unknown): error is { message: string } =>
	typeof error === 'object' && error !== null && 'message' in error && typeof error.message === 'string';
