import type { IDataObject, IRun, ITriggerFunctions } from 'n8n-workflow';

/** How an execution ended, as far as n8n says: a run, nothing (the key was known), or an error. */
export type End =
	| { readonly kind: 'ended'; readonly run: IRun | undefined }
	| { readonly kind: 'rejected'; readonly error: unknown };

/** Starts an execution and does not ask what becomes of it. */
export function emit(context: ITriggerFunctions, json: IDataObject, key: string): void {
	context.emit([[{ json }]], undefined, undefined, key);
}

/**
 * Starts an execution. The promise settles when n8n says it ended, which in queue mode may be never: whoever waits
 * needs a time limit of its own.
 */
export async function emitAndWait(context: ITriggerFunctions, json: IDataObject, key: string): Promise<End> {
	const done = context.helpers.createDeferredPromise<IRun>();
	// Taken before emitting: a promise that rejects while nobody listens would end the process.
	const end = done.promise.then(
		(run): End => ({ kind: 'ended', run: run as IRun | undefined }),
		(error: unknown): End => ({ kind: 'rejected', error }),
	);
	try {
		context.emit([[{ json }]], undefined, done, key);
	} catch (error) {
		return { kind: 'rejected', error };
	}
	return await end;
}

/** n8n's Engine 2.0 starts nothing for a trigger that wants to know the end (`EngineV2ActiveTriggers` in n8n). */
export const isEngineV2Refusal = (end: End): boolean =>
	end.kind === 'rejected' &&
	end.error instanceof Error &&
	/^Engine 2\.\d+ cannot run a trigger that waits/.test(end.error.message);
