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

/** Deliveries that can be claimed at `now`, oldest event first, locked; those that somebody else is claiming are left out. */
export async function visibleDeliveries(
	trx: Trx,
	subscriptionId: string,
	now: number,
	limit: number,
): Promise<DeliveryRow[]> {
	const visible = trx
		.selectFrom('delivery')
		.selectAll()
		.where('subscription_id', '=', subscriptionId)
		.where('state', '=', 'open')
		.where('visible_at', '<=', now)
		.orderBy('visible_at')
		.orderBy('event_at')
		.orderBy('rank')
		.limit(limit);
	return await locked(trx, visible, 'skip').execute();
}

/** Of these deliveries those that can still be claimed at `now`, locked; those that somebody else is claiming are left out. */
export async function lockVisible(
	trx: Trx,
	subscriptionId: string,
	eventIds: readonly string[],
	now: number,
): Promise<DeliveryRow[]> {
	return await inChunks(eventIds, (ids) => {
		const these = trx
			.selectFrom('delivery')
			.selectAll()
			.where('subscription_id', '=', subscriptionId)
			.where('event_id', 'in', ids)
			.where('state', '=', 'open')
			.where('visible_at', '<=', now);
		return locked(trx, these, 'skip').execute();
	});
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
 * One more attempt for each, which counts the lapses that its row does, and is invisible until then.
 *
 * @param untilOf epoch ms, by the number of lapses
 */
export async function leaseRows(
	trx: Trx,
	rows: readonly DeliveryRow[],
	untilOf: (lapses: number) => number,
): Promise<void> {
	for (const [count, some] of Map.groupBy(rows, ({ lapses }) => lapses))
		await ofRows(trx, some)
			.set((eb) => ({
				visible_at: untilOf(count),
				attempt: eb('attempt', '+', 1),
				settled_by: null,
				lapses: count,
			}))
			.execute();
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

/** The rows with their events, in their order. */
export async function withEvents(
	db: Queryable,
	rows: readonly DeliveryRow[],
): Promise<(readonly [DeliveryRow, TimelineEvent])[]> {
	const events = await inChunks(pluck(rows, 'event_id'), (ids) =>
		db.selectFrom('event').selectAll().where('id', 'in', ids).execute(),
	);
	const byId = new Map(events.map((event) => [event.id, toEvent(event)]));
	return rows.flatMap((row) => {
		const event = byId.get(row.event_id);
		return event ? [[row, event] as const] : [];
	});
}

/** Changes an open delivery whose attempt still runs. False when it does not: somebody settled it, or claimed the next. */
export async function changeDelivery(
	trx: Trx,
	key: DeliveryKey & { readonly attempt: number },
	change: DeliveryChange,
): Promise<boolean> {
	const result = await trx
		.updateTable('delivery')
		.set(change)
		.where('subscription_id', '=', key.subscriptionId)
		.where('event_id', '=', key.eventId)
		.where('attempt', '=', key.attempt)
		.where('state', '=', 'open')
		.where('settled_by', 'is', null)
		.executeTakeFirst();
	return Number(result.numUpdatedRows) > 0;
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

/** When this subscription's next delivery becomes visible, or undefined when none waits. */
export async function nextVisibleAt(db: Queryable, subscriptionId: string): Promise<number | undefined> {
	const row = await db
		.selectFrom('delivery')
		.select('visible_at')
		.where('subscription_id', '=', subscriptionId)
		.where('state', '=', 'open')
		.orderBy('visible_at')
		.limit(1)
		.executeTakeFirst();
	return row?.visible_at;
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
	return (await withEvents(db, rows)).map(([row, event]) => ({
		subscriptionId: row.subscription_id,
		event,
		attempt: row.attempt,
		tries: triesOf(row),
		lapses: row.lapses,
		state,
		visibleAt: row.visible_at,
		lastError: row.last_error,
	}));
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
