import { inChunks, locked, type Queryable, type Row, type Trx } from '../store';
import type { TimelineEvent } from '../event';
import { toEvent } from './event-repository';
import { byPrecedence, type Precedence } from './precedence';
import type { DeliveryRecord, SettledBy } from './types';
import { pluck } from '../pluck';
import { distinct } from '../records';

type DeliveryRow = Row<'delivery'>;
/** What a settlement or a lease changes. */
export type DeliveryChange = Partial<Omit<DeliveryRow, 'settled_by'>> & {
	readonly settled_by?: SettledBy | null;
};

export interface DeliveryKey {
	readonly subscriptionId: string;
	readonly eventId: string;
}

/** How many attempts of a delivery came to an end since it was last retried, the one that runs included. */
export const triesOf = (row: Pick<DeliveryRow, 'attempt' | 'retried_after' | 'lapses'>): number =>
	row.attempt - row.retried_after - row.lapses;

/** Whether nothing was heard of the newest attempt: its process died, or n8n never said that the execution ended. */
export const isLapsed = ({ attempt, retried_after, settled_by }: DeliveryRow): boolean =>
	attempt > retried_after && settled_by === null;

/**
 * Deliveries that could be claimed at `now`: of each subscription so many at most, the oldest first. Read without a lock: whoever
 * claims them finds out which are still there.
 */
export async function visibleDeliveries(
	db: Queryable,
	wishes: readonly { readonly subscriptionId: string; readonly limit: number }[],
	now: number,
): Promise<DeliveryRow[]> {
	const [first, ...others] = wishes.map(({ subscriptionId, limit }) =>
		db
			.selectFrom((eb) =>
				eb
					.selectFrom('delivery')
					.selectAll()
					.where('subscription_id', '=', subscriptionId)
					.where('state', '=', 'open')
					.where('visible_at', '<=', now)
					.orderBy('visible_at')
					.orderBy('event_at')
					.orderBy('rank')
					.limit(limit)
					.as('visible'),
			)
			.selectAll(),
	);
	return first ? await others.reduce((all, one) => all.unionAll(one), first).execute() : [];
}

/** These deliveries of a subscription, in the order of the ids. */
export async function findDeliveries(
	db: Queryable,
	subscriptionId: string,
	eventIds: readonly string[],
): Promise<DeliveryRow[]> {
	const rows = await inChunks(eventIds, (ids) =>
		db
			.selectFrom('delivery')
			.selectAll()
			.where('subscription_id', '=', subscriptionId)
			.where('event_id', 'in', ids)
			.execute(),
	);
	const byId = new Map(rows.map((row) => [row.event_id, row]));
	return eventIds.flatMap((id) => byId.get(id) ?? []);
}

/** Everything that is still to be delivered about these requests waits for another turn from now on. */
export async function moveDeliveries(trx: Trx, precedences: ReadonlyMap<string, Precedence>): Promise<void> {
	for (const [precedence, requestIds] of byPrecedence(precedences))
		await inChunks(requestIds, async (ids) => {
			await trx
				.updateTable('delivery')
				.set({ ...precedence })
				.where('event_id', 'in', trx.selectFrom('event').select('id').where('request_id', 'in', ids))
				.where('state', '=', 'open')
				.execute();
		});
}

/**
 * One more attempt for each of these rows of one subscription, which counts the lapses that its row does, and is invisible until
 * then. Returns those that it was: what somebody else has claimed, settled or is claiming at this moment is left to them.
 *
 * @param untilOf epoch ms, by the number of lapses
 */
export async function leaseRows(
	db: Queryable,
	rows: readonly DeliveryRow[],
	now: number,
	untilOf: (lapses: number) => number,
): Promise<DeliveryRow[]> {
	const leased: DeliveryRow[] = [];
	for (const some of Map.groupBy(rows, ({ lapses, attempt }) => `${lapses} ${attempt}`).values()) {
		const [first] = some;
		if (!first) continue;
		const { subscription_id, lapses, attempt } = first;
		const free = db
			.selectFrom('delivery')
			.select('event_id')
			.where('subscription_id', '=', subscription_id)
			.where('event_id', 'in', pluck(some, 'event_id'))
			.where('state', '=', 'open')
			.where('attempt', '=', attempt)
			.where('visible_at', '<=', now);
		const mine = await db
			.updateTable('delivery')
			.set({ visible_at: untilOf(lapses), attempt: attempt + 1, settled_by: null, lapses })
			.where('subscription_id', '=', subscription_id)
			.where('event_id', 'in', locked(db, free, 'skip'))
			.returning('event_id')
			.execute();
		const ids = new Set(pluck(mine, 'event_id'));
		leased.push(...some.filter(({ event_id }) => ids.has(event_id)));
	}
	return leased;
}

/** Deliveries that would become visible after an instant are so now. */
export async function showFrom(trx: Trx, subscriptionId: string, now: number, after: number): Promise<void> {
	await trx
		.updateTable('delivery')
		.set({ visible_at: now })
		.where('subscription_id', '=', subscriptionId)
		.where('state', '=', 'open')
		.where('visible_at', '>', after)
		.execute();
}

export async function buryRows(trx: Trx, rows: readonly DeliveryRow[], now: number): Promise<void> {
	if (rows.length === 0) return;
	const reason = 'its executions never ended';
	await ofRows(trx, rows)
		.set((eb) => ({ state: 'dead', ended_at: now, last_error: eb.fn.coalesce('last_error', eb.val(reason)) }))
		.execute();
}

/** Rows of one subscription. */
const ofRows = (trx: Trx, rows: readonly DeliveryRow[]) =>
	trx
		.updateTable('delivery')
		.where('subscription_id', '=', rows[0]?.subscription_id ?? '')
		.where('event_id', 'in', pluck(rows, 'event_id'));

/** The events of these rows, by id. */
export async function eventsOf(
	db: Queryable,
	rows: readonly Pick<DeliveryRow, 'event_id'>[],
): Promise<Map<string, TimelineEvent>> {
	const events = await inChunks(pluck(rows, 'event_id'), (ids) =>
		db.selectFrom('event').selectAll().where('id', 'in', ids).execute(),
	);
	return new Map(events.map((event) => [event.id, toEvent(event)]));
}

/** One attempt at a delivery. */
export type AttemptKey = DeliveryKey & { readonly attempt: number };

/**
 * Changes open deliveries whose attempt still runs, all of them the same way. Returns the keys of those that it did: of the others,
 * somebody has settled the attempt, or claimed the next.
 */
export async function changeDeliveries(
	db: Queryable,
	keys: readonly AttemptKey[],
	change: DeliveryChange,
): Promise<AttemptKey[]> {
	const changed: AttemptKey[] = [];
	const groups = Map.groupBy(keys, ({ subscriptionId, attempt }) => `${attempt} ${subscriptionId}`);
	for (const some of groups.values()) {
		const [first] = some;
		if (!first) continue;
		const { subscriptionId, attempt } = first;
		const rows = await inChunks(pluck(some, 'eventId').sort(), (ids) =>
			db
				.updateTable('delivery')
				.set(change)
				.where('subscription_id', '=', subscriptionId)
				.where('event_id', 'in', ids)
				.where('attempt', '=', attempt)
				.where('state', '=', 'open')
				.where('settled_by', 'is', null)
				.returning('event_id')
				.execute(),
		);
		changed.push(...rows.map(({ event_id: eventId }) => ({ subscriptionId, eventId, attempt })));
	}
	return changed;
}

/** The deliveries of these keys that there are, locked, in the order that rules out deadlocks. */
export async function lockDeliveries(trx: Trx, keys: readonly DeliveryKey[]): Promise<DeliveryRow[]> {
	const rows: DeliveryRow[] = [];
	for (const subscriptionId of distinct(pluck(keys, 'subscriptionId')).sort()) {
		const own = keys.filter((key) => key.subscriptionId === subscriptionId);
		const found = await inChunks(distinct(pluck(own, 'eventId')).sort(), (ids) => {
			const these = trx
				.selectFrom('delivery')
				.selectAll()
				.where('subscription_id', '=', subscriptionId)
				.where('event_id', 'in', ids)
				.orderBy('event_id');
			return locked(trx, these, 'wait').execute();
		});
		rows.push(...found);
	}
	return rows;
}

export const deliveryRow = (db: Queryable, key: DeliveryKey): Promise<DeliveryRow | undefined> =>
	db
		.selectFrom('delivery')
		.selectAll()
		.where('subscription_id', '=', key.subscriptionId)
		.where('event_id', '=', key.eventId)
		.executeTakeFirst();

/** Changes a delivery that this transaction has locked. */
export async function writeDelivery(trx: Trx, key: DeliveryKey, change: DeliveryChange): Promise<void> {
	await trx
		.updateTable('delivery')
		.set(change)
		.where('subscription_id', '=', key.subscriptionId)
		.where('event_id', '=', key.eventId)
		.execute();
}

/**
 * Of these events those that reached a workflow, or are being delivered at this moment for the first time. An event that
 * waits for a workflow, or for another attempt after one that failed, has reached nobody.
 */
export async function eventsThatLeft(trx: Trx, eventIds: readonly string[]): Promise<Set<string>> {
	const rows = await inChunks(eventIds, (ids) =>
		trx
			.selectFrom('delivery')
			.select('event_id')
			.distinct()
			.where('event_id', 'in', ids)
			.where((eb) =>
				eb.or([
					eb.and([
						eb('state', '=', 'done'),
						eb.or([eb('settled_by', 'is', null), eb('settled_by', '!=', 'withdrawal')]),
					]),
					eb.and([eb('state', '=', 'open'), eb('attempt', '>', 0), eb('last_error', 'is', null)]),
				]),
			)
			.execute(),
	);
	return new Set(rows.map((row) => row.event_id));
}

/** Takes back deliveries that no one needs any more: the subject moved on. What reached its workflow is not sent again. */
export async function withdrawDeliveries(trx: Trx, eventIds: readonly string[], now: number): Promise<void> {
	const settled_by: SettledBy = 'withdrawal';
	await inChunks(eventIds, async (ids) => {
		await trx
			.updateTable('delivery')
			.set({ state: 'done', ended_at: now, last_error: 'withdrawn: no longer needed', settled_by })
			.where('event_id', 'in', ids)
			.where('state', '=', 'open')
			.execute();
		await trx
			.updateTable('delivery')
			.set({ settled_by })
			.where('event_id', 'in', ids)
			.where('state', '=', 'done')
			.where('settled_by', '=', 'trigger')
			.execute();
	});
}

/**
 * A dead letter is open again, with all its tries before it. False when there is none. Its attempts count on: n8n still
 * knows the keys of those it has started, and would not start one of them a second time.
 */
export async function reviveDelivery(trx: Trx, key: DeliveryKey, now: number): Promise<boolean> {
	const settled_by: SettledBy = 'retry';
	const result = await trx
		.updateTable('delivery')
		.set((eb) => ({
			state: 'open',
			retried_after: eb.ref('attempt'),
			lapses: 0,
			visible_at: now,
			ended_at: null,
			settled_by,
		}))
		.where('subscription_id', '=', key.subscriptionId)
		.where('event_id', '=', key.eventId)
		.where('state', '=', 'dead')
		.executeTakeFirst();
	return Number(result.numUpdatedRows) > 0;
}

export async function deliveriesIn(
	db: Queryable,
	state: DeliveryRecord['state'],
	limit: number,
): Promise<DeliveryRecord[]> {
	const rows = await db
		.selectFrom('delivery')
		.selectAll()
		.where('state', '=', state)
		.orderBy('ended_at', 'desc')
		.orderBy('event_at', 'desc')
		.limit(limit)
		.execute();
	const eventOf = await eventsOf(db, rows);
	return rows.flatMap((row) => {
		const event = eventOf.get(row.event_id);
		if (!event) return [];
		return {
			subscriptionId: row.subscription_id,
			event,
			attempt: row.attempt,
			tries: triesOf(row),
			lapses: row.lapses,
			state,
			visibleAt: row.visible_at,
			lastError: row.last_error,
		};
	});
}

/** True when this step of this event was not recorded before. */
export async function insertStep(trx: Trx, key: DeliveryKey, step: string, at: number): Promise<boolean> {
	const inserted = await trx
		.insertInto('step')
		.values({ subscription_id: key.subscriptionId, event_id: key.eventId, step, at })
		.onConflict((conflict) => conflict.columns(['subscription_id', 'event_id', 'step']).doNothing())
		.executeTakeFirst();
	return Number(inserted.numInsertedOrUpdatedRows ?? 0) > 0;
}
