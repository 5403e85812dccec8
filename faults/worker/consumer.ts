import { setTimeout as sleep } from 'node:timers/promises';
import type { Engine } from '../../engine/engine';
import { isUnavailable } from '../../engine/store';
import {
	acknowledgeDelivery,
	failDelivery,
	type Consumer,
	type Delivery,
	type Subscription,
} from '../../engine/timeline';
import type { Chance } from '../plan/chance';
import type { Habits } from '../plan/types';
import type { MovedClock } from './clock';
import type { Journal } from './journal';
import type { Key } from './messages';
import type { Points } from './points';

const AT_ONCE = 6;
const RETRY_MS = 100;
const MOST_TRIES = 30;

interface Surroundings {
	readonly engine: Engine;
	readonly clock: MovedClock;
	readonly journal: Journal;
	readonly points: Points;
	readonly chance: Chance;
	/** What it makes of deliveries at this moment. */
	habits(): Habits;
	wake(): void;
}

/** A trigger as n8n has one, without n8n: it emits into the journal, and its executions end as its habits are. */
export function createConsumer(
	subscription: Subscription,
	{ engine, clock, journal, points, chance, habits, wake }: Surroundings,
): Consumer {
	let running = 0;
	let freeAt = clock.now();
	let freeT = Date.now();

	/** As a trigger does: a database that is away is asked again for a while. */
	async function settle(work: () => Promise<boolean>): Promise<boolean | undefined> {
		for (let tries = 0; tries < MOST_TRIES; tries++) {
			try {
				return await work();
			} catch (error) {
				if (!isUnavailable(error)) throw error;
				await sleep(RETRY_MS);
			}
		}
		return undefined;
	}

	async function execute(delivery: Delivery, key: Key): Promise<void> {
		const { slow, fails } = habits();
		const ms = chance.happens(slow) ? chance.whole(300, 900) : chance.whole(0, 15);
		const isFailing = chance.happens(fails);
		if (ms > 0) await sleep(ms);
		await points.passes('emitted');
		journal({ kind: isFailing ? 'failing' : 'acknowledging', delivery: key });
		const took = await settle(() =>
			isFailing ? failDelivery(engine, delivery, 'as planned') : acknowledgeDelivery(engine, delivery),
		);
		if (took !== undefined) journal({ kind: isFailing ? 'failed' : 'acknowledged', delivery: key, took });
	}

	return {
		subscription,
		free() {
			freeAt = clock.now();
			freeT = Date.now();
			points.passesAtOnce('beforeClaim');
			return AT_ONCE - running;
		},
		take(delivery) {
			const { subscriptionId, attempt } = delivery;
			const key = { subscriptionId, eventId: delivery.event.id, attempt };
			points.passesAtOnce('claimed');
			journal({ kind: 'emitted', delivery: key, freeAt, freeT });
			running++;
			void execute(delivery, key).finally(() => {
				running--;
				wake();
			});
		},
	};
}
