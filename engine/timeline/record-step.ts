import type { Engine } from '../engine';
import { done, failed, inBulk, type Outcome } from '../outcome';
import { noSuchDelivery } from './delivery-faults';
import { insertStep, writeDelivery, type DeliveryKey } from './delivery-repository';
import { lockedByKey } from './locked-by-key';
import { TEST_SUBSCRIPTION } from './types';

export interface StepInput extends DeliveryKey {
	/** What was done, in the workflow's own words: `mail sent`. */
	readonly step: string;
	/** Also settles the delivery: the event needs no further try. */
	readonly acknowledge: boolean;
}

export interface StepRecord extends StepInput {
	/** False when this step of this event was recorded before: the event came a second time. */
	readonly first: boolean;
}

/**
 * Records inside the workflow that a step is done, once per event and step. It is the acknowledgement that counts where
 * n8n's own may never come (queue mode, a crash between the mail and the end of the execution), and it is final: no report
 * of a failure takes it back.
 *
 * @returns one outcome for each input; `notFound` for an event or a subscription that does not exist
 */
export async function recordSteps(
	engine: Engine,
	inputs: readonly StepInput[],
): Promise<Outcome<StepRecord>[]> {
	const keyOf = (input: StepInput) => `${input.subscriptionId} ${input.eventId} ${input.step}`;
	return await inBulk(engine, inputs, keyOf, async (trx, round) => {
		const now = engine.now();
		const rowOf = await lockedByKey(trx, round);
		const outcomes: Outcome<StepRecord>[] = [];
		for (const input of round) {
			const row = rowOf(input);
			if (!row && !input.subscriptionId.startsWith(TEST_SUBSCRIPTION)) {
				outcomes.push(failed(await noSuchDelivery(trx, input)));
				continue;
			}
			const first = await insertStep(trx, input, input.step, now);
			if (input.acknowledge && row && row.state !== 'dead' && row.settled_by !== 'withdrawal')
				await writeDelivery(trx, input, {
					state: 'done',
					ended_at: row.ended_at ?? now,
					settled_by: 'step',
				});
			outcomes.push(done({ ...input, first }));
		}
		return outcomes;
	});
}
