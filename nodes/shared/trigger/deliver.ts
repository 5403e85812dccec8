import type { ITriggerFunctions } from 'n8n-workflow';
import type { Delivery, Engine, PumpLog } from '../../../engine';
import { emit, emitAndWait, isEngineV2Refusal } from './emit';
import { deduplicationKey, itemOf, type ToItem } from './item';
import { keepLease } from './lease';
import type { ListenOptions } from './options';
import { settle } from './settle';
import { verdictOn, type Verdict } from './verdict';

export interface Delivering {
	readonly context: ITriggerFunctions;
	readonly engine: Engine;
	readonly options: ListenOptions;
	readonly toItem?: ToItem;
	readonly log: PumpLog;
}

/** Takes one delivery from its emit to its settlement. Resolves when its place is free again. */
export async function deliver(delivering: Delivering, delivery: Delivery): Promise<void> {
	const { engine, options, log } = delivering;
	const settled = run(delivering, delivery).then((verdict) => settle(engine, delivery, verdict, log));
	if (options.acknowledge === 'immediately') return await settled;
	const lease = keepLease(engine, delivery, options.longestLifeMs, log);
	try {
		const how = await Promise.race([settled, lease.over]);
		if (how === 'expired')
			log.warn(
				`The execution for ICRM event '${delivery.event.id}' has not ended within ${options.longestLifeMs / 60_000} minutes; the event will be delivered again`,
			);
	} finally {
		lease.stop();
		// A late end still settles what nobody has claimed meanwhile; by then nobody waits for its errors.
		settled.catch(() => {});
	}
}

async function run(delivering: Delivering, delivery: Delivery): Promise<Verdict> {
	const { context, engine, options, toItem, log } = delivering;
	const key = deduplicationKey(delivery);
	const json = itemOf(delivery, engine.now(), toItem);
	if (options.acknowledge === 'immediately') {
		// Emitted first: a crash in between repeats the event, the other way round it would lose it.
		emit(context, json, key);
		return { settle: 'acknowledge' };
	}
	const end = await emitAndWait(context, json, key);
	if (!isEngineV2Refusal(end)) return verdictOn(end, options.acknowledge);
	log.warn(
		`Workflow '${context.getWorkflow().name}' runs on n8n's Engine 2.0, which does not tell a trigger how an execution ended: ICRM events are acknowledged at once. Set 'Acknowledge' of '${context.getNode().name}' to 'Immediately' to say the same`,
	);
	emit(context, json, key);
	return { settle: 'acknowledge' };
}
