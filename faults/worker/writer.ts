import { setTimeout as sleep } from 'node:timers/promises';
import type { Engine } from '../../engine/engine';
import { IcrmError } from '../../engine/errors';
import { acknowledgeRuns, listRuns } from '../../engine/escalation';
import type { Outcome } from '../../engine/outcome';
import { openRequests, recordFacts } from '../../engine/sla';
import { isUnavailable } from '../../engine/store';
import { HOLDERS } from '../plan/company';
import type { Op } from '../plan/types';
import type { Journal } from './journal';

const RETRY_MS = 100;

/**
 * A process that writes: one thing after the other, each until it is done. It may have been killed after it was done and before it
 * was noted, then it is done a second time, as a workflow does that is executed again.
 */
export async function runWriter(
	engine: Engine,
	journal: Journal,
	{
		ops,
		from,
		startedAt,
	}: { readonly ops: readonly Op[]; readonly from: number; readonly startedAt: number },
): Promise<void> {
	for (const [index, op] of ops.entries()) {
		await sleep(Math.max(0, startedAt + op.at - Date.now()));
		const refused = await untilDone(() => act(engine, op));
		journal({ kind: 'did', op: from + index, ...(refused === undefined ? {} : { refused }) });
	}
}

/** What the engine said against it, if it did. */
async function untilDone(work: () => Promise<Outcome<unknown> | undefined>): Promise<string | undefined> {
	for (;;) {
		try {
			const outcome = await work();
			if (outcome && !outcome.ok) throw outcome.error;
			return undefined;
		} catch (error) {
			if (!isUnavailable(error)) {
				if (error instanceof IcrmError) return error.message;
				throw error;
			}
			await sleep(RETRY_MS);
		}
	}
}

async function act(engine: Engine, op: Op): Promise<Outcome<unknown> | undefined> {
	const { request } = op;
	const say = async (fact: object) => (await recordFacts(engine, [{ request, fact }]))[0];
	switch (op.kind) {
		case 'open':
			return (
				await openRequests(engine, [
					{
						title: `Request ${request}`,
						externalRef: request,
						serviceId: 'laptop',
						requester: 'rosa',
						assignee: HOLDERS.it,
						priority: op.priority,
					},
				])
			)[0];
		case 'pause':
			return await say({ kind: 'paused' });
		case 'resume':
			return await say({ kind: 'resumed' });
		case 'resolve':
			return await say({ kind: 'resolved' });
		case 'prioritise':
			return await say({ kind: 'priorityChanged', priority: op.priority });
		case 'handOff':
			return await say({
				kind: 'handedOff',
				departmentId: op.departmentId,
				assignee: HOLDERS[op.departmentId],
			});
		case 'takeOn': {
			const run = (await listRuns(engine, { limit: 1_000 })).find(
				(one) => one.externalRef === request && one.state === 'active',
			);
			return run && (await acknowledgeRuns(engine, [{ runId: run.runId, by: HOLDERS.it }]))[0];
		}
	}
}
