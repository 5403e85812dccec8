import { inChunks, insertMany, type NewRow, type Queryable, type Row, type Trx } from '../store';
import type { ChannelName } from './channels';
import type { Notification, Why } from './types';

export const insertNotifications = (trx: Trx, notifications: readonly Notification[]) =>
	insertMany(
		trx,
		'notification',
		notifications.map((notification): NewRow<'notification'> => ({
			id: notification.id,
			run_id: notification.runId,
			pass: notification.pass,
			level: notification.level,
			member_id: notification.memberId,
			channel: notification.channel,
			why: JSON.stringify(notification.why),
			created_at: notification.createdAt,
		})),
	);

/** Who was told of these runs so far, by run, the first told first. */
export async function toldOf(
	db: Queryable,
	runIds: readonly string[],
): Promise<ReadonlyMap<string, readonly Notification[]>> {
	const rows = await inChunks(runIds, (chunk) =>
		db
			.selectFrom('notification')
			.selectAll()
			.where('run_id', 'in', chunk)
			.orderBy('created_at')
			.orderBy('id')
			.execute(),
	);
	return Map.groupBy(rows.map(toNotification), ({ runId }) => runId);
}

export async function findNotification(db: Queryable, id: string): Promise<Notification | undefined> {
	const row = await db.selectFrom('notification').selectAll().where('id', '=', id).executeTakeFirst();
	return row && toNotification(row);
}

const toNotification = (row: Row<'notification'>): Notification => ({
	id: row.id,
	runId: row.run_id,
	pass: row.pass,
	level: row.level,
	memberId: row.member_id,
	channel: row.channel as ChannelName,
	why: JSON.parse(row.why) as Why,
	createdAt: row.created_at,
});
