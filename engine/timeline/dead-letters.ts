import type { Engine } from '../engine';
import { IcrmError } from '../errors';
import { done, failed, inBulk, type Outcome } from '../outcome';
import { reviveDelivery, type DeliveryKey } from './delivery-repository';

/** Sends dead letters on their way again, with all their tries before them. */
export async function retryDeliveries(
	engine: Engine,
	keys: readonly DeliveryKey[],
): Promise<Outcome<DeliveryKey>[]> {
	return await inBulk(engine, keys, undefinedSubject, async (trx, round) => {
		const outcomes: Outcome<DeliveryKey>[] = [];
		for (const key of round) {
			outcomes.push((await reviveDelivery(trx, key, engine.now())) ? done(key) : failed(notDead(key)));
		}
		return outcomes;
	});
}

const undefinedSubject = () => undefined;

const notDead = (key: DeliveryKey) =>
	new IcrmError(
		'notFound',
		`There is no dead letter for event '${key.eventId}' and subscription '${key.subscriptionId}'`,
		{
			hint: "List the dead letters with 'Delivery: Get Many' and take 'eventId' and 'subscriptionId' from there.",
			field: 'eventId',
			value: key.eventId,
		},
	);
