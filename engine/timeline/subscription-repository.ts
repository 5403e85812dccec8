import type { ExpressionBuilder } from 'kysely';
import { pluck } from '../pluck';
import { inChunks, nounsOf, queueBehind, type Queryable, type Schema, type Trx } from '../store';
import type { Subscription } from './types';
import { wants, type Addressed } from './wants';

const subscriptions = nounsOf<'subscription', Subscription, 'created_at' | 'seen_at'>(
	'subscription',
	'created_at',
	'seen_at',
);

/** A deleted one stays as a row that listens to nothing: its deliveries say what has reached whom. */
export const NOTHING = '[]';

/** A subscription no trigger has kept alive for this long gets no further events: its workflow is gone. */
export const SUBSCRIPTION_RETENTION_MS = 7 * 24 * 60 * 60 * 1000;

/**
 * Those that get what happens: whose triggers were alive at most a week before the newest of all. While nobody at all listens, the
 * store sleeps, and nobody grows older.
 */
export async function openSubscriptions(db: Queryable): Promise<Subscription[]> {
	const heard = db.selectFrom('subscription').selectAll();
	return await subscriptions.read(
		heard.where('seen_at', '>', (eb) => newestBeatBut(eb, SUBSCRIPTION_RETENTION_MS)),
	);
}

/** So long before the newest heartbeat, epoch ms. */
const newestBeatBut = (eb: ExpressionBuilder<Schema, 'subscription'>, ms: number) =>
	eb.selectFrom('subscription as other').select((of) => of(of.fn.max('other.seen_at'), '-', ms).as('from'));

/** Somebody beats every ten minutes while anything listens at all. */
const ASLEEP_AFTER_MS = 30 * 60 * 1000;

/**
 * While nobody at all listened, the store was asleep (n8n was off, however long), and no subscription has grown older by that:
 * whichever workflow comes back first, the others are not cut off.
 */
export async function forgetSleep(trx: Trx, now: number): Promise<void> {
	if ((await sleptFor(trx, now)) < ASLEEP_AFTER_MS) return;
	// Of several processes that wake up together, one says so.
	await queueBehind(trx, 'subscription.sleep');
	const slept = await sleptFor(trx, now);
	if (slept < ASLEEP_AFTER_MS) return;
	await trx
		.updateTable('subscription')
		.set((eb) => ({ seen_at: eb('seen_at', '+', slept) }))
		.execute();
}

async function sleptFor(db: Queryable, now: number): Promise<number> {
	const newest = await db
		.selectFrom('subscription')
		.select((eb) => eb.fn.max('seen_at').as('at'))
		.executeTakeFirst();
	const at: unknown = newest?.at ?? undefined;
	return at === undefined ? 0 : now - Number(at);
}

/** A trigger beats every ten minutes. One that missed a few while others did not is not there at the moment. */
export const LISTENING_MS = 30 * 60 * 1000;

/** Those whose triggers are there now. Events are kept for the others as well, but nothing is spent on them. */
export async function listeningNow(db: Queryable, now: number): Promise<Subscription[]> {
	const alive = db.selectFrom('subscription').selectAll();
	return await subscriptions.read(
		alive
			.where('seen_at', '>', now - SUBSCRIPTION_RETENTION_MS)
			.where('seen_at', '>', (eb) => newestBeatBut(eb, LISTENING_MS)),
	);
}

/** Says of an event that is not written yet which subscriptions are there to get it, by id. */
export async function listenersTo(db: Queryable, now: number): Promise<(event: Addressed) => string[]> {
	const listening = await listeningNow(db, now);
	return (event) =>
		pluck(
			listening.filter((subscription) => wants(subscription, event)),
			'id',
		);
}

/** Says of an event that is not written yet whether anybody would get it. */
export async function whoListens(db: Queryable, now: number): Promise<(event: Addressed) => boolean> {
	const listenersOf = await listenersTo(db, now);
	return (event) => listenersOf(event).length > 0;
}

/**
 * Creates a subscription, or changes what it listens to and notes that its trigger is alive.
 *
 * @param now epoch ms
 */
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

/** Notes that the triggers of these subscriptions are alive. Returns those that there are: a deleted one listens to nothing. */
export async function stayAlive(db: Queryable, ids: readonly string[], now: number): Promise<Set<string>> {
	const alive = await inChunks(ids, (some) =>
		db
			.updateTable('subscription')
			.set({ seen_at: now })
			.where('id', 'in', some)
			.where('types', '!=', NOTHING)
			.returning('id')
			.execute(),
	);
	return new Set(pluck(alive, 'id'));
}

export async function subscriptionExists(db: Queryable, id: string): Promise<boolean> {
	const found = await db.selectFrom('subscription').select('id').where('id', '=', id).executeTakeFirst();
	return found !== undefined;
}
