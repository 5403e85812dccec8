import { setTimeout as pause } from 'node:timers/promises';
import type { N8nClient } from '../n8n/client';
import type { N8nWorkflow } from '../n8n/types';
import { EXIT, Failure } from '../output/failure';

const EVERY_MS = 100;

/** Published, and its triggers have started: n8n counts them then. */
export const isActive = ({ active, triggerCount }: N8nWorkflow): boolean => active && triggerCount !== 0;

/**
 * Waits until a workflow is active: n8n answers a publication before it has started the triggers. Where one fails, n8n 2.40 says
 * so in its editor and its log only: its public API calls the workflow active all the same, with 0 triggers. An older n8n takes
 * the publication back.
 *
 * @throws Failure when it is not within the time that n8n has for an answer
 */
export async function untilActive(
	client: N8nClient,
	{ id, name }: Pick<N8nWorkflow, 'id' | 'name'>,
): Promise<void> {
	const until = Date.now() + client.timeoutMs;
	for (;;) {
		const workflow = (await client.workflowsNamed(name)).find((one) => one.id === id);
		if (workflow && isActive(workflow)) return;
		if (Date.now() >= until)
			throw new Failure(
				workflow?.active
					? `n8n has not started its triggers within ${client.timeoutMs / 1000} s`
					: 'n8n has not kept it published',
				"Publish it in n8n's editor, which says what keeps a trigger from starting; n8n's log says it as well.",
				EXIT.failed,
			);
		await pause(EVERY_MS);
	}
}
