import { runTimers, startRuns, stopRuns } from './escalation';
import { clockTimers, replanTimers } from './sla';
import type { Reaction, TimerHandler } from './timeline';

/** What each capability does about the others' events. The order is the order they are called in. */
export const reactions: readonly Reaction[] = [startRuns, stopRuns];

/** What each capability does when its timers are due. */
export const handlers: readonly TimerHandler[] = [clockTimers, replanTimers, runTimers];
