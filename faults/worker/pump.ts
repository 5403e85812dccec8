import type { Engine } from '../../engine/engine';
import { createPump, PATIENCE } from '../../engine/timeline';
import { handlers } from '../../engine/wiring';
import { createChance } from '../plan/chance';
import { SUBSCRIPTIONS } from '../plan/subscriptions';
import type { Habits } from '../plan/types';
import type { MovedClock } from './clock';
import { createConsumer } from './consumer';
import type { Journal } from './journal';
import type { Points } from './points';

/** How long the pump waits in a run, so that a run takes seconds: what it waits by the clock is as in n8n. */
const HASTE = { ...PATIENCE, longestSleepMs: 150, safetyMs: 150, firstBackoffMs: 100, longestBackoffMs: 400 };

/**
 * A process that fires and delivers.
 *
 * @returns `wake` for when the time has moved
 */
export function runPump(
	engine: Engine,
	own: {
		readonly clock: MovedClock;
		readonly journal: Journal;
		readonly points: Points;
		readonly seed: number;
		habits(): Habits;
	},
): { wake(): void } {
	const say = (level: 'error' | 'warn' | 'info') => (text: string) =>
		own.journal({ kind: 'said', level, text });
	const pump = createPump(
		engine,
		handlers,
		{ error: say('error'), warn: say('warn'), info: say('info') },
		{ patience: HASTE, leapt: leapsOf(own.clock) },
	);
	const chance = createChance(own.seed);
	for (const subscription of SUBSCRIPTIONS)
		pump.add(createConsumer(subscription, { ...own, engine, chance, wake: () => pump.wake() }));
	return { wake: () => pump.wake() };
}

/** Whether the clock has become wrong, or right again, since it was last asked: what passed in between is no leap. */
function leapsOf(clock: MovedClock): () => boolean {
	let before = clock.wrongBy();
	return () => {
		const wrongBy = clock.wrongBy();
		const isLeap = wrongBy !== before;
		before = wrongBy;
		return isLeap;
	};
}
