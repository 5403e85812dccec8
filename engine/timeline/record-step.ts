import type { Engine } from '../engine';
import { done, inBulk, type Outcome } from '../outcome';
import type { DeliveryKey } from './dead-letters';

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
			const row = {
				subscription_id: input.subscriptionId,
				event_id: input.eventId,
				step: input.step,
				at: now,
			};
			const inserted = await trx
				.insertInto('step')
				.values(row)
				.onConflict((conflict) => conflict.columns(['subscription_id', 'event_id', 'step']).doNothing())
				.executeTakeFirst();
			if (input.acknowledge) {
				await trx
					.updateTable('delivery')
					.set({ state: 'done', ended_at: now })
					.where('subscription_id', '=', input.subscriptionId)
					.where('event_id', '=', input.eventId)
					.where('state', '=', 'open')
					.execute();
			}
			outcomes.push(done({ ...input, first: Number(inserted.numInsertedOrUpdatedRows ?? 0) > 0 }));
		}
		return outcomes;
	});
}
