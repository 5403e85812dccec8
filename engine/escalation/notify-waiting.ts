import type { Arrival } from '../engine';
import { lockDueRuns } from './run-repository';
import { setRunTimers } from './set-run-timers';
import { wakeSummaries } from './summary-timers';

/** Clocks of several processes differ: a level may have found nobody listening a moment before our time. */
const GRACE_MS = 60_000;

/**
 * A workflow begins to send notifications: the levels that were due while there was none have their turn at once. One begins to
 * send summaries: what was to be in one is.
 */
export const notifyWaiting: Arrival = async (engine, trx, types) => {
	if (types.includes('escalation.notify') || types.includes('escalation.stillWaiting'))
		await setRunTimers(trx, await lockDueRuns(trx, engine.now() + GRACE_MS));
	if (types.includes('escalation.summary')) await wakeSummaries(engine, trx);
};
