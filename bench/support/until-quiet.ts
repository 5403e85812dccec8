import { setTimeout as sleep } from 'node:timers/promises';
import type { Engine } from '../../engine/engine';

const LOOK_EVERY_MS = 200;

/** Waits until no timer is due and nothing is on its way to a subscription, as seen twice in a row. */
export async function untilQuiet(engine: Engine, subscriptionId: string): Promise<void> {
	for (let seen = 0; seen < 2; seen = (await isQuiet(engine, subscriptionId)) ? seen + 1 : 0)
		await sleep(LOOK_EVERY_MS);
}

const isQuiet = (engine: Engine, subscriptionId: string): Promise<boolean> =>
	engine.store.read(async (db) => {
		const timer = db.selectFrom('timer').select('subject').where('due_at', '<=', engine.now()).limit(1);
		const delivery = db
			.selectFrom('delivery')
			.select('event_id')
			.where('subscription_id', '=', subscriptionId)
			.where('state', '=', 'open')
			.limit(1);
		return (
			(await timer.executeTakeFirst()) === undefined && (await delivery.executeTakeFirst()) === undefined
		);
	});
