import type { Engine } from '../engine';
import { IcrmError } from '../errors';
import { toIso } from '../input/instant';
import { done, failed, inBulk, type Outcome } from '../outcome';
import { pluck } from '../pluck';
import {
	deliveriesOf,
	knownSubscriptions,
	lockSubscriptions,
	silence,
	withdrawFrom,
	type KnownSubscription,
} from './known-subscription-repository';
import { LISTENING_MS } from './subscription-repository';

export interface SubscriptionRecord extends KnownSubscription {
	/** Whether its trigger was heard of within the last half hour. */
	readonly isListening: boolean;
	readonly openDeliveries: number;
	readonly deadLetters: number;
}

/** What a subscription was, and how many deliveries nobody gets any more. */
export interface DeletedSubscription {
	readonly subscription: KnownSubscription;
	readonly withdrawn: number;
}

/** All triggers that listen, or did and may come back: the one heard of last first. */
export const listSubscriptions = (
	engine: Engine,
	wanted: { readonly limit: number },
): Promise<SubscriptionRecord[]> =>
	engine.store.read(async (db) => {
		const known = await knownSubscriptions(db, wanted.limit);
		const ids = pluck(known, 'id');
		const open = await deliveriesOf(db, ids, 'open');
		const dead = await deliveriesOf(db, ids, 'dead');
		return known.map((subscription) => ({
			...subscription,
			isListening: listens(subscription, engine.now()),
			openDeliveries: open.get(subscription.id) ?? 0,
			deadLetters: dead.get(subscription.id) ?? 0,
		}));
	});

/**
 * Deletes subscriptions whose workflows are gone: what is open or dead of theirs is withdrawn. One whose trigger listens is
 * refused, since it would be there again in ten minutes, without the events that it had yet to get.
 */
export const deleteSubscriptions = (
	engine: Engine,
	ids: readonly string[],
): Promise<Outcome<DeletedSubscription>[]> =>
	inBulk(
		engine,
		ids,
		(id) => id,
		async (trx, round) => {
			const found = new Map((await lockSubscriptions(trx, round)).map((one) => [one.id, one]));
			const now = engine.now();
			const outcomes: Outcome<DeletedSubscription>[] = [];
			for (const id of round) {
				const subscription = found.get(id);
				if (!subscription) outcomes.push(failed(unknown(id)));
				else if (listens(subscription, now)) outcomes.push(failed(alive(subscription)));
				else {
					await silence(trx, id);
					const withdrawn = await withdrawFrom(trx, id, 'its subscription was deleted', now);
					outcomes.push(done({ subscription, withdrawn }));
				}
			}
			return outcomes;
		},
	);

const listens = ({ seenAt }: KnownSubscription, now: number): boolean => seenAt > now - LISTENING_MS;

const unknown = (id: string) =>
	new IcrmError('notFound', `There is no subscription '${id}'`, {
		hint: "List the subscriptions with 'Subscription: Get Many' and take 'subscriptionId' from there.",
		field: 'subscriptionId',
		value: id,
	});

const alive = ({ id, label, seenAt }: KnownSubscription) =>
	new IcrmError('conflict', `The subscription of '${label}' cannot be deleted: its trigger listens`, {
		hint: `It was last heard of at ${toIso(seenAt)}. Unpublish its workflow, or delete the trigger there, and try again half an hour later.`,
		field: 'subscriptionId',
		value: id,
	});
