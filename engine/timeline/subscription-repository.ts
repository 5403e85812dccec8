import type { EventType } from '../event';
import { nounsOf, type Queryable, type Trx } from '../store';
import type { Subscription } from './types';

const subscriptions = nounsOf<'subscription', Subscription, 'created_at' | 'seen_at'>(
	'subscription',
	'created_at',
	'seen_at',
);

/** A subscription no trigger has kept alive for this long gets no further events: its workflow is gone. */
export const SUBSCRIPTION_RETENTION_MS = 7 * 24 * 60 * 60 * 1000;

export async function openSubscriptions(db: Queryable, now: number): Promise<Subscription[]> {
	const heard = db.selectFrom('subscription').selectAll();
	return await subscriptions.read(heard.where('seen_at', '>', now - SUBSCRIPTION_RETENTION_MS));
}

/** Whether anybody would get an event of this type. */
export async function isHeard(db: Queryable, type: EventType, now: number): Promise<boolean> {
	return (await openSubscriptions(db, now)).some((subscription) => subscription.types.includes(type));
}

export async function saveSubscription(trx: Trx, subscription: Subscription, now: number): Promise<void> {
	const { id, label } = subscription;
	const changing = {
		types: JSON.stringify(subscription.types),
		filter: JSON.stringify(subscription.filter),
		label,
		seen_at: now,
	};
	await trx
		.insertInto('subscription')
		.values({ id, created_at: now, ...changing })
		.onConflict((conflict) => conflict.column('id').doUpdateSet(changing))
		.execute();
}
