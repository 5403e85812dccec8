import { sql } from 'kysely';
import { inChunks, locked, nounsOf, type Queryable, type Trx } from '../store';
import { pluck } from '../pluck';
import { distinct } from '../records';
import type { Notification } from './types';

const notifications = nounsOf<'notification', Notification>('notification');

export const insertNotifications = notifications.insert;
export const updateNotifications = notifications.save;
export const findNotification = notifications.one;

/** The one that a link is found by. */
export const findNotificationByCode = async (
	db: Queryable,
	code: string,
): Promise<Notification | undefined> => (await notifications.among(db, 'code', [code]))[0];

/** Who was notified of these runs so far, by run, the first notified first. */
export const toldOf = async (
	db: Queryable,
	runIds: readonly string[],
): Promise<ReadonlyMap<string, readonly Notification[]>> =>
	Map.groupBy(await notifications.among(db, 'run_id', runIds, ['created_at', 'id']), ({ runId }) => runId);

/** Whether they know of it by now: what waits for a summary nobody knows of, nor what was withdrawn before it left. */
export const isTold = ({ heldAt, summedUpAt }: Notification): boolean =>
	heldAt === undefined || summedUpAt !== undefined;

/** What somebody got lately. Instants in epoch ms. */
export interface Load {
	/** Messages of their own. */
	readonly sent: number;
	/** Of what waits for a summary, the first. */
	readonly heldSince: number | undefined;
	readonly lastSummaryAt: number | undefined;
}

/** What these members got since an instant, by member; those who got nothing are not in it. */
export async function loadsOf(
	db: Queryable,
	memberIds: readonly string[],
	since: number,
): Promise<ReadonlyMap<string, Load>> {
	const rows = await inChunks(memberIds, (ids) =>
		db
			.selectFrom('notification')
			.select((eb) => [
				'member_id',
				eb.fn.countAll().filterWhere('held_at', 'is', null).as('sent'),
				eb.fn
					.min(sql<number>`case when summed_up_at is null and called_off_at is null then held_at end`)
					.as('held_since'),
				eb.fn.max('summed_up_at').as('last_summary_at'),
			])
			.where('member_id', 'in', ids)
			.where('created_at', '>', since)
			.groupBy('member_id')
			.execute(),
	);
	const instant = (value: unknown) => (value === null ? undefined : Number(value));
	return new Map(
		rows.map((row) => [
			row.member_id,
			{
				sent: Number(row.sent),
				heldSince: instant(row.held_since),
				lastSummaryAt: instant(row.last_summary_at),
			},
		]),
	);
}

const held = (db: Queryable) =>
	db
		.selectFrom('notification')
		.where('held_at', 'is not', null)
		.where('summed_up_at', 'is', null)
		.where('called_off_at', 'is', null);

/** What waits for a summary of these members, locked. */
export const lockHeld = (trx: Trx, memberIds: readonly string[]): Promise<Notification[]> =>
	notifications.read(
		locked(trx, held(trx).selectAll().where('member_id', 'in', memberIds).orderBy('id'), 'wait'),
	);

/** Everybody for whom something waits for a summary; about these requests, where some are given. */
export async function whoWaits(db: Queryable, requestIds?: readonly string[]): Promise<string[]> {
	const waiting = held(db).select('member_id').distinct();
	if (requestIds === undefined) return pluck(await waiting.execute(), 'member_id');
	const found = await inChunks(requestIds, (ids) =>
		waiting
			.where('run_id', 'in', db.selectFrom('escalation_run').select('id').where('request_id', 'in', ids))
			.execute(),
	);
	return distinct(pluck(found, 'member_id'));
}

/** What a summary told of, without what is settled since. */
export const summedUpIn = (db: Queryable, summaryId: string): Promise<Notification[]> =>
	notifications.read(
		db
			.selectFrom('notification')
			.selectAll()
			.where('summary_id', '=', summaryId)
			.where('called_off_at', 'is', null),
	);

/** Whether all that a summary told of is settled. */
export const isSettled = async (db: Queryable, summaryId: string): Promise<boolean> => {
	const left = db.selectFrom('notification').select('id').where('summary_id', '=', summaryId);
	return (await left.where('called_off_at', 'is', null).limit(1).executeTakeFirst()) === undefined;
};

/** What somebody was notified of and not called off since, the latest first. */
export const latestOf = (
	db: Queryable,
	memberId: string,
	{ since, limit }: { readonly since: number; readonly limit: number },
): Promise<Notification[]> =>
	notifications.read(
		db
			.selectFrom('notification')
			.selectAll()
			.where('member_id', '=', memberId)
			.where('created_at', '>', since)
			.where('called_off_at', 'is', null)
			.orderBy('created_at', 'desc')
			.limit(limit),
	);
