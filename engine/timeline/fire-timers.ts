import type { Engine } from '../engine';
import { isUnavailable, type Trx } from '../store';
import { chooseTimers } from './choose';
import { createPassedOver, type PassedOver } from './passed-over';
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
 * @param passed remembers what somebody else held at the last call
 */
export async function fireTimers(
	engine: Engine,
	handlers: readonly TimerHandler[],
	onError: (error: Error) => void,
	turns: Turns = createTurns(),
	passed: PassedOver = createPassedOver(),
): Promise<Fired> {
	const kinds = pluck(handlers, 'kind');
	const now = engine.now();
	const wanted = { kinds, now, limit: BATCH, except: passed.at(now) };
	const due = await engine.store.read((db) => chooseTimers(db, wanted, turns));
	turns.took(due);
	const fired = new Set<string>();
	for (const handler of handlers) {
		const subjects = due.filter((timer) => timer.kind === handler.kind).map((timer) => timer.subject);
		if (subjects.length === 0) continue;
		for (const subject of await fireTogether(engine, handler, subjects, onError)) fired.add(subject);
	}
	// Only what fills up a batch keeps others back.
	if (due.length < BATCH) return { fired: fired.size, more: false };
	const areNoted = passed.note(
		pluck(due, 'subject').filter((subject) => !fired.has(subject)),
		now,
	);
	return { fired: fired.size, more: fired.size > 0 || areNoted };
}

/** The subjects whose timers were fired. */
async function fireTogether(
	engine: Engine,
	handler: TimerHandler,
	subjects: readonly string[],
	onError: (error: Error) => void,
): Promise<string[]> {
	try {
		// Not `engine.transaction`: it would wake the pump that is firing, again and again while others hold the subjects.
		return await engine.store.transaction((trx) => fireIn(engine, trx, handler, subjects));
	} catch (error) {
		if (isUnavailable(error)) throw error;
		if (subjects.length === 1) return await postpone(engine, subjects[0] as string, error, onError);
	}
	const fired: string[] = [];
	for (const subject of subjects) fired.push(...(await fireTogether(engine, handler, [subject], onError)));
	return fired;
}

async function fireIn(
	engine: Engine,
	trx: Trx,
	handler: TimerHandler,
	subjects: readonly string[],
): Promise<string[]> {
	const held = await handler.lock(trx, subjects);
	if (held.length === 0) return [];
	const timers: Timer[] = await takeTimers(trx, held, engine.now());
	await cancelTimers(trx, pluck(timers, 'subject'));
	await handler.fire(engine, trx, timers);
	return pluck(timers, 'subject');
}

async function postpone(
	engine: Engine,
	subject: string,
	error: unknown,
	onError: (error: Error) => void,
): Promise<string[]> {
	const reason = error instanceof Error ? error : new Error(String(error));
	onError(
		new Error(`The timer of ${subject} could not be fired and is postponed by a minute: ${reason.message}`, {
			cause: error,
		}),
	);
	await engine.store.transaction((trx) =>
		postponeTimer(trx, subject, engine.now() + POSTPONE_MS, reason.message),
	);
	return [];
}
