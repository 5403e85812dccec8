import type { Row, Trx } from '../store';
import { lockDeliveries, type DeliveryKey } from './delivery-repository';

/** Locks the deliveries of these keys until the transaction ends, and finds each by its key. */
export async function lockedByKey(
	trx: Trx,
	keys: readonly DeliveryKey[],
): Promise<(key: DeliveryKey) => Row<'delivery'> | undefined> {
	const rows = await lockDeliveries(trx, keys);
	const name = (subscriptionId: string, eventId: string) => JSON.stringify([subscriptionId, eventId]);
	const byKey = new Map(rows.map((row) => [name(row.subscription_id, row.event_id), row]));
	return ({ subscriptionId, eventId }) => byKey.get(name(subscriptionId, eventId));
}
