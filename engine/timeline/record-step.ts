import type { Engine } from '../engine';
import { done, inBulk, type Outcome } from '../outcome';
import { endDelivery, insertStep, type DeliveryKey } from './delivery-repository';

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
 * n8n's own may never come (queue mode, a crash between the mail and the end of the execution).
 */
export async function recordSteps(
	engine: Engine,
	inputs: readonly StepInput[],
): Promise<Outcome<StepRecord>[]> {
	const keyOf = (input: StepInput) => `${input.subscriptionId} ${input.eventId} ${input.step}`;
	return await inBulk(engine, inputs, keyOf, async (trx, round) => {
		const now = engine.now();
		const outcomes: Outcome<StepRecord>[] = [];
		for (const input of round) {
			const first = await insertStep(trx, input, input.step, now);
			if (input.acknowledge) await endDelivery(trx, input, now);
			outcomes.push(done({ ...input, first }));
		}
		return outcomes;
	});
}
