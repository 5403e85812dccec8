import type { Arrival } from '../engine';
import { lockDueRuns } from './run-repository';
import { setRunTimers } from './set-run-timers';

/** Clocks of several processes differ: a level may have found nobody listening a moment before our time. */
const GRACE_MS = 60_000;

/** A workflow begins to send notifications: the levels that were due while there was none have their turn at once. */
export const notifyWaiting: Arrival = async (engine, trx, types) => {
	if (!types.includes('escalation.notify')) return;
	await setRunTimers(trx, await lockDueRuns(trx, engine.now() + GRACE_MS));
};
