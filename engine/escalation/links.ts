import type { Engine } from '../engine';
import { linkSecret, makeToken, readToken, type Problem } from '../pages';
import { findNotification } from './notification-repository';
import { findRun } from './run-repository';
import type { Notification, Run } from './types';

const LINK_LIFE_MS = 30 * 24 * 60 * 60 * 1000;

/** The query that takes the person notified to the acknowledge page: `token=…`. For this notification only, for 30 days. */
export async function acknowledgeQuery(engine: Engine, notificationId: string): Promise<string> {
	const expiresAt = engine.now() + LINK_LIFE_MS;
	const token = makeToken(await linkSecret(engine), {
		purpose: 'acknowledge',
		subject: notificationId,
		expiresAt,
	});
	return `token=${token}`;
}

export type Opened =
	| { readonly ok: true; readonly notification: Notification; readonly run: Run }
	| { readonly ok: false; readonly why: Problem };

/** What a link's token leads to. */
export async function openLink(engine: Engine, token: string): Promise<Opened> {
	const reading = readToken(await linkSecret(engine), 'acknowledge', token, engine.now());
	if (!reading.ok) return reading;
	return await engine.store.read(async (db): Promise<Opened> => {
		const notification = await findNotification(db, reading.token.subject);
		const run = notification && (await findRun(db, notification.runId));
		return run ? { ok: true, notification, run } : { ok: false, why: 'gone' };
	});
}
