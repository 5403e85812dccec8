import { acknowledgeDelivery, createPump, type Delivery, type Pump } from '../../engine/timeline';
import type { Engine } from '../../engine/engine';
import type { EventType } from '../../engine/event';
import { handlers } from '../../engine/wiring';

interface Trigger {
	readonly id: string;
	readonly types: readonly EventType[];
	/** How many executions run at once. */
	readonly atOnce: number;
	/** At the instant at which it gets a delivery. */
	onTake?(delivery: Delivery): void;
	/** When a delivery is acknowledged. */
	onDone?(): void;
}

/** A pump that says on the console what it cannot do. */
export function startPump(engine: Engine, options: Parameters<typeof createPump>[3] = {}): Pump {
	const say = (message: string) => console.error(message);
	return createPump(engine, handlers, { error: say, warn: say, info: say }, options);
}

/** A trigger whose executions have nothing to do, and are over at once. */
export function addTrigger(engine: Engine, pump: Pump, trigger: Trigger): void {
	const { id, types, atOnce } = trigger;
	let taken = 0;
	pump.add({
		subscription: { id, types, filter: {}, label: id },
		free: () => atOnce - taken,
		take(delivery) {
			taken++;
			trigger.onTake?.(delivery);
			// As the trigger nodes do: the place is free when the execution is over, also while that is being written down.
			setImmediate(() => {
				taken--;
				pump.wake();
			});
			void acknowledgeDelivery(engine, delivery).then(() => trigger.onDone?.());
		},
	});
}

/** Resolves when what is counted has happened so often. */
export function countTo(goal: number): { readonly reached: Promise<void>; count(): void } {
	const { promise: reached, resolve } = Promise.withResolvers<void>();
	let counted = 0;
	return {
		reached,
		count: () => {
			if (++counted === goal) resolve();
		},
	};
}
