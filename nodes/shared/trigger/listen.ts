import type { ITriggerFunctions, ITriggerResponse } from 'n8n-workflow';
import {
	pumpFor,
	type Consumer,
	type Engine,
	type Pump,
	type PumpLog,
	type Subscription,
} from '../../../engine';
import { connect } from './connect';
import { deliver } from './deliver';
import type { Listening } from './listening';
import { showLatest } from './manual';
import { readListenOptions, type ListenOptions } from './options';

/**
 * The `trigger()` of every ICRM trigger node. Listens until it is closed, from then on takes nothing further; what it
 * took still settles.
 *
 * @example
 * async trigger(this: ITriggerFunctions) {
 * 	return await listen(this, { types: ['clock.breached'], filter: {}, example: BREACH });
 * }
 */
export async function listen(context: ITriggerFunctions, listening: Listening): Promise<ITriggerResponse> {
	if (context.getMode() === 'manual') {
		return {
			closeFunction: async () => {},
			manualTriggerFunction: () => showLatest(context, listening),
		};
	}
	const options = readListenOptions(context);
	const log = logOf(context);
	const places = { taken: 0 };
	const close = await connect(context, log, (engine) => {
		const pump = pumpFor(engine, log);
		return pump.add(consumerOf({ context, engine, pump, options, log, listening, places }));
	});
	// Always an object: n8n takes a trigger that returns nothing for one that is not registered.
	return { closeFunction: async () => close() };
}

interface Consuming {
	readonly context: ITriggerFunctions;
	readonly engine: Engine;
	readonly pump: Pump;
	readonly options: ListenOptions;
	readonly log: PumpLog;
	readonly listening: Listening;
	/** Shared by successive consumers: an edited credential gives a new one while old executions still run. */
	readonly places: { taken: number };
}

function consumerOf({ context, engine, pump, options, log, listening, places }: Consuming): Consumer {
	const delivering = { context, engine, options, log, listening };
	return {
		subscription: subscriptionOf(context, listening),
		free: () => options.maxInFlight - places.taken,
		take(delivery) {
			places.taken++;
			let isTaken = true;
			const leave = () => {
				if (!isTaken) return;
				isTaken = false;
				places.taken--;
				pump.wake();
			};
			deliver(delivering, delivery, leave)
				// Not settled, so the lease runs out and the event comes again.
				.catch((error: unknown) => log.error(`ICRM event '${delivery.event.id}': ${String(error)}`))
				.finally(leave);
		},
	};
}

/** Workflow and node make it: a copied workflow gets events of its own, a restarted one goes on with its own. */
function subscriptionOf(context: ITriggerFunctions, { types, filter }: Listening): Subscription {
	const workflow = context.getWorkflow();
	const node = context.getNode();
	return {
		id: `${workflow.id}:${node.id}`,
		types,
		filter,
		label: `${workflow.name ?? 'workflow'} / ${node.name}`,
	};
}

const logOf = ({ logger }: ITriggerFunctions): PumpLog => ({
	error: (message) => logger.error(message),
	warn: (message) => logger.warn(message),
	info: (message) => logger.info(message),
});
