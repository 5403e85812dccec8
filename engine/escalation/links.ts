import { findMembers } from '../directory';
import type { Engine } from '../engine';
import { codeOf, linkSecret, makeShortToken, readShortToken, readToken, type Problem } from '../pages';
import { findNotification, findNotificationByCode } from './notification-repository';
import { findRun } from './run-repository';
import type { Notification, Run } from './types';

const LINK_LIFE_MS = 30 * 24 * 60 * 60 * 1000;

/** The query that takes the person notified to the acknowledge page: `token=…`. For this notification only, for 30 days. */
export const acknowledgeQuery = async (engine: Engine, notificationId: string): Promise<string> =>
	`token=${makeShortToken(await linkSecret(engine), 'acknowledge', codeOf(notificationId))}`;

/** The query that takes them to the page of everything that waits for them: `list=…`. It lives as long as this notification's link. */
export const overdueQuery = async (engine: Engine, notificationId: string): Promise<string> =>
	`list=${makeShortToken(await linkSecret(engine), 'overdue', codeOf(notificationId))}`;

export type Opened =
	| { readonly ok: true; readonly notification: Notification; readonly run: Run }
	| { readonly ok: false; readonly why: Problem };

/** What a link's token leads to. */
export async function openLink(engine: Engine, token: string): Promise<Opened> {
	const secret = await linkSecret(engine);
	const code = readShortToken(secret, 'acknowledge', token);
	if (code !== undefined) return await opened(engine, code);
	// Mails of before links were short are still in the mailboxes.
	const reading = readToken(secret, 'acknowledge', token, engine.now());
	return reading.ok ? await opened(engine, undefined, reading.token.subject) : reading;
}

/** What the link to everything that waits for somebody leads to: their notification that it was made with. */
export async function openList(engine: Engine, token: string): Promise<Opened> {
	const code = readShortToken(await linkSecret(engine), 'overdue', token);
	return code === undefined ? { ok: false, why: 'forged' } : await opened(engine, code);
}

const opened = (engine: Engine, code: string | undefined, id = ''): Promise<Opened> =>
	engine.store.read(async (db): Promise<Opened> => {
		const notification = await (code === undefined
			? findNotification(db, id)
			: findNotificationByCode(db, code));
		const run = notification && (await findRun(db, notification.runId));
		if (!run) return { ok: false, why: 'gone' };
		// Whoever has left decides nothing any more, with whatever mail of before.
		const reader = (await findMembers(db, [notification.memberId])).get(notification.memberId);
		if (!reader?.active) return { ok: false, why: 'gone' };
		const isOver = engine.now() > notification.createdAt + LINK_LIFE_MS;
		return isOver ? { ok: false, why: 'expired' } : { ok: true, notification, run };
	});
