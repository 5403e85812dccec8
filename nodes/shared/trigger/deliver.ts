import type { IDataObject, ITriggerFunctions } from 'n8n-workflow';
import {
	acknowledgeDelivery,
	type Delivery,
	type Engine,
	type EventType,
	type PumpLog,
	willComeAgain,
} from '../../../engine';
import { emit, emitAndWait, isEngineV2Refusal } from './emit';
import { deduplicationKey, itemOf, type ToItem } from './item';
import { keepLease } from './lease';
import type { ListenOptions } from './options';
import { settle } from './settle';
import { fail, messageOf, verdictOn, type Failure, type Verdict } from './verdict';

export interface Delivering {
	readonly context: ITriggerFunctions;
	readonly engine: Engine;
	readonly options: ListenOptions;
	readonly listening: {
		readonly toItem?: ToItem;
		readonly atMostOnce?: (type: EventType) => boolean;
	};
	readonly log: PumpLog;
}

/**
 * Takes one delivery from its emit to its settlement, and resolves when it is settled or given up.
 *
 * @param leave frees the place of its execution: when n8n says that it ended, or at half of the longest life of an execution. n8n may never
 *   say so, and then as many would hold all places as there are. The event stays leased for the whole of that life.
 */
export async function deliver(
	delivering: Delivering,
	delivery: Delivery,
	leave: () => void = () => {},
): Promise<void> {
	const { engine, options, listening, log } = delivering;
	if (listening.atMostOnce?.(delivery.event.type)) return await deliverOnce(delivering, delivery, leave);
	const ended = run(delivering, delivery);
	const settled = ended.then((verdict) => settle(engine, delivery, verdict, log));
	if (options.acknowledge === 'immediately') return await settled;
	const minutes = options.longestLifeMs / 60_000;
	const consequence = `. Unless it ends, the event is delivered again after ${minutes} minutes`;
	// Why it did not even start is said by whoever settles it.
	void endOrHalf(delivering, delivery, ended, consequence).then(leave, leave);
	await untilTheEnd(delivering, delivery, settled);
}

/** Keeps the lease until the attempt is settled, somebody else has it, or it has lasted too long. */
async function untilTheEnd(
	{ engine, options, log }: Delivering,
	delivery: Delivery,
	settled: Promise<void>,
): Promise<void> {
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

/**
 * How the execution ended, or undefined at half of its time.
 *
 * @param consequence what is to be said as well where it has not ended by then
 */
async function endOrHalf<T>(
	{ options, log }: Delivering,
	{ event }: Delivery,
	end: Promise<T>,
	consequence = '',
): Promise<T | undefined> {
	const { promise: half, resolve } = Promise.withResolvers<undefined>();
	const timer = setTimeout(() => {
		log.warn(
			`The execution for ICRM event '${event.id}' has not ended within ${options.longestLifeMs / 120_000} minutes, or n8n did not say so; another may start in its place${consequence}`,
		);
		resolve(undefined);
	}, options.longestLifeMs / 2);
	timer.unref();
	try {
		return await Promise.race([end, half]);
	} finally {
		clearTimeout(timer);
	}
}

async function run(delivering: Delivering, delivery: Delivery): Promise<Verdict> {
	const { context, options } = delivering;
	const made = await makeItem(delivering, delivery);
	if ('settle' in made) return made;
	if (options.acknowledge === 'immediately') {
		// Emitted first: a crash in between repeats the event, the other way round it would lose it.
		emit(context, made.json, deduplicationKey(delivery));
		return { settle: 'acknowledge' };
	}
	const end = await start(delivering, delivery, made.json);
	return end ? verdictOn(end, options.acknowledge) : { settle: 'acknowledge' };
}

/**
 * Acknowledged first, then emitted: whatever happens in between or afterwards, it does not come again, unless the
 * workflow reports that it failed. What can go wrong before, the making of the item, is still tried again. The execution keeps its place until it ends, so that an occasion
 * that asks hundreds does not start hundreds of executions at once.
 */
async function deliverOnce(delivering: Delivering, delivery: Delivery, leave: () => void): Promise<void> {
	const { context, engine, options, log } = delivering;
	const made = await makeItem(delivering, delivery);
	if ('settle' in made) return await settle(engine, delivery, made, log);
	// Somebody else holds it by now, and gives it to a workflow.
	if (!(await acknowledgeDelivery(engine, delivery))) return;
	if (options.acknowledge === 'immediately') return emit(context, made.json, deduplicationKey(delivery));
	const end = await endOrHalf(delivering, delivery, start(delivering, delivery, made.json)).finally(leave);
	const verdict = end && verdictOn(end, 'success');
	if (verdict?.settle === 'fail' && !(await willComeAgain(engine, delivery)))
		log.warn(
			`ICRM event '${delivery.event.id}' is delivered once only and is not tried again, though ${verdict.reason}`,
		);
}

async function makeItem(
	{ engine, listening }: Delivering,
	delivery: Delivery,
): Promise<Failure | { readonly json: IDataObject }> {
	try {
		return { json: await itemOf(delivery, engine, listening.toItem) };
	} catch (error) {
		return fail(`its item could not be made: ${messageOf(error)}`);
	}
}

/** How the execution ended; undefined where n8n does not say. */
async function start({ context, log }: Delivering, delivery: Delivery, json: IDataObject) {
	const key = deduplicationKey(delivery);
	const end = await emitAndWait(context, json, key);
	if (!isEngineV2Refusal(end)) return end;
	log.warn(
		`Workflow '${context.getWorkflow().name}' runs on n8n's Engine 2.0, which does not tell a trigger how an execution ended: ICRM events are acknowledged at once. Set 'Acknowledge' of '${context.getNode().name}' to 'Immediately' to say the same`,
	);
	emit(context, json, key);
	return undefined;
}
