import { nounsOf, type Queryable } from '../store';
import type { Notification } from './types';

const notifications = nounsOf<'notification', Notification>('notification');

export const insertNotifications = notifications.insert;
export const updateNotifications = notifications.save;
export const findNotification = notifications.one;

/** Who was notified of these runs so far, by run, the first notified first. */
export const toldOf = async (
	db: Queryable,
	runIds: readonly string[],
): Promise<ReadonlyMap<string, readonly Notification[]>> =>
	Map.groupBy(await notifications.among(db, 'run_id', runIds, ['created_at', 'id']), ({ runId }) => runId);
