import { inChunks, locked, nounsOf, type Queryable, type Trx } from '../store';
import { distinct } from '../records';
import { NOTHING } from './subscription-repository';
import type { DeliveryRecord, SettledBy, Subscription } from './types';

/** A subscription with what only people who look after it ask for. Instants are epoch ms. */
export interface KnownSubscription extends Subscription {
	readonly createdAt: number;
	/** When its trigger was last heard of. */
	readonly seenAt: number;
}

const subscriptions = nounsOf<'subscription', KnownSubscription>('subscription');

/** Not deleted, or an event that was being written at that moment has come to it all the same. */
const known = (db: Queryable) =>
	db
		.selectFrom('subscription')
		.selectAll()
		.where((eb) =>
			eb.or([
				eb('types', '!=', NOTHING),
				eb.exists(
					eb
						.selectFrom('delivery')
						.select('event_id')
						.whereRef('subscription_id', '=', 'subscription.id')
						.where('state', '=', 'open'),
				),
			]),
		);

/** Those that are not deleted, the one heard of last first. */
export const knownSubscriptions = (db: Queryable, limit: number): Promise<KnownSubscription[]> =>
	subscriptions.read(known(db).orderBy('seen_at', 'desc').orderBy('id').limit(limit));

/** Those of these ids that are not deleted, locked. */
export const lockSubscriptions = (trx: Trx, ids: readonly string[]): Promise<KnownSubscription[]> =>
	inChunks(distinct(ids).sort(), (some) =>
		subscriptions.read(locked(trx, known(trx).where('id', 'in', some).orderBy('id'), 'wait')),
	);

/** It gets no further events. Should its trigger come back, that begins to listen anew. */
export async function silence(trx: Trx, id: string): Promise<void> {
	await trx.updateTable('subscription').set({ types: NOTHING }).where('id', '=', id).execute();
}

/** How many deliveries of each of these there are in a state, by the id of the subscription; none is left out. */
export async function deliveriesOf(
	db: Queryable,
	ids: readonly string[],
	state: DeliveryRecord['state'],
): Promise<Map<string, number>> {
	const rows = await inChunks(ids, (some) =>
		db
			.selectFrom('delivery')
			.select((eb) => ['subscription_id', eb.fn.countAll().as('count')])
			.where('subscription_id', 'in', some)
			.where('state', '=', state)
			.groupBy('subscription_id')
			.execute(),
	);
	return new Map(rows.map(({ subscription_id, count }) => [subscription_id, Number(count)]));
}

/** Everything that a subscription has not got ends, with the reason. Returns how many deliveries that were. */
export async function withdrawFrom(
	trx: Trx,
	subscriptionId: string,
	reason: string,
	now: number,
): Promise<number> {
	const settled_by: SettledBy = 'withdrawal';
	const result = await trx
		.updateTable('delivery')
		.set({ state: 'done', ended_at: now, last_error: `withdrawn: ${reason}`, settled_by })
		.where('subscription_id', '=', subscriptionId)
		.where('state', 'in', ['open', 'dead'])
		.executeTakeFirst();
	return Number(result.numUpdatedRows);
}
