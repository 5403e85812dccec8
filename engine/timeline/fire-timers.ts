import type { Engine } from '../engine';
import { isUnavailable, type Trx } from '../store';
import { chooseTimers } from './choose';
import { cancelTimers, postponeTimer, takeTimers } from './timer-repository';
import { createTurns, type Turns } from './turns';
import type { Timer, TimerHandler } from './types';
import { pluck } from '../pluck';

const BATCH = 100;
/** A subject that cannot be fired is tried again after this long, so that it does not hold up the others. */
const POSTPONE_MS = 60_000;

export interface Fired {
	readonly fired: number;
	/** Whether there may be more due right now. */
	readonly more: boolean;
}

/**
 * Fires what is due, at most a hundred at once: departments in turn, each one's most urgent first. Each kind in one
 * transaction: lock the subjects, look again, write events and next timers. A crash anywhere leaves a timer either due or fired, never both, never neither.
 * Should one subject's data break its handler, the batch is fired one by one and that one is postponed.
 *
 * @param turns remembers whose turn it is, from one call to the next
 */
export async function fireTimers(
	engine: Engine,
	handlers: readonly TimerHandler[],
	onError: (error: Error) => void,
	turns: Turns = createTurns(),
): Promise<Fired> {
	const due = await engine.store.read((db) =>
		chooseTimers(db, { kinds: pluck(handlers, 'kind'), now: engine.now(), limit: BATCH }, turns),
	);
	turns.took(due);
	let fired = 0;
	for (const handler of handlers) {
		const subjects = due.filter((timer) => timer.kind === handler.kind).map((timer) => timer.subject);
		if (subjects.length > 0) fired += await fireTogether(engine, handler, subjects, onError);
	}
	return { fired, more: due.length === BATCH && fired > 0 };
}

async function fireTogether(
	engine: Engine,
	handler: TimerHandler,
	subjects: readonly string[],
	onError: (error: Error) => void,
): Promise<number> {
	try {
		// Not `engine.transaction`: it would wake the pump that is firing, again and again while others hold the subjects.
		return await engine.store.transaction((trx) => fireIn(engine, trx, handler, subjects));
	} catch (error) {
		if (isUnavailable(error)) throw error;
		if (subjects.length === 1) return await postpone(engine, subjects[0] as string, error, onError);
	}
	let fired = 0;
	for (const subject of subjects) fired += await fireTogether(engine, handler, [subject], onError);
	return fired;
}

async function fireIn(
	engine: Engine,
	trx: Trx,
	handler: TimerHandler,
	subjects: readonly string[],
): Promise<number> {
	const held = await handler.lock(trx, subjects);
	if (held.length === 0) return 0;
	const timers: Timer[] = await takeTimers(trx, held, engine.now());
	await cancelTimers(trx, pluck(timers, 'subject'));
	await handler.fire(engine, trx, timers);
	return timers.length;
}

async function postpone(
	engine: Engine,
	subject: string,
	error: unknown,
	onError: (error: Error) => void,
): Promise<number> {
	const reason = error instanceof Error ? error : new Error(String(error));
	onError(
		new Error(`The timer of ${subject} could not be fired and is postponed by a minute: ${reason.message}`, {
			cause: error,
		}),
	);
	await engine.store.transaction((trx) =>
		postponeTimer(trx, subject, engine.now() + POSTPONE_MS, reason.message),
	);
	return 0;
}
