import {
	followHolder,
	notifyWaiting,
	pauseRuns,
	recheckRuns,
	runsChangeLanes,
	runTimers,
	startRuns,
	stopRuns,
	summaryTimers,
} from './escalation';
import {
	attachTimers,
	clocksChangeLanes,
	clockTimers,
	recheckClocks,
	replanAfterZoneUpdate,
	replanOnRevision,
	replanTimers,
} from './sla';
import { askAfterResolution, invitationTimers, recheckInvitations, sendWaiting } from './survey';
import type { Arrival, Engine, Reaction, Recheck } from './engine';
import type { TimerHandler } from './timeline';

/** What each capability does about the others' events. The order is the order they are called in. */
export const reactions: readonly Reaction[] = [
	replanOnRevision,
	startRuns,
	stopRuns,
	followHolder,
	pauseRuns,
	clocksChangeLanes,
	runsChangeLanes,
	askAfterResolution,
];

/** What waits for a workflow that listens. */
export const arrivals: readonly Arrival[] = [notifyWaiting, sendWaiting];

/** What is looked at again when it is handed over late. */
export const rechecks: readonly Recheck[] = [recheckClocks, recheckRuns, recheckInvitations];

/** What each capability does when its timers are due. */
export const handlers: readonly TimerHandler[] = [
	clockTimers,
	replanTimers,
	attachTimers,
	runTimers,
	summaryTimers,
	invitationTimers,
];

/** What is checked once when a store is opened. */
export const onOpen = (engine: Engine): Promise<void> => replanAfterZoneUpdate(engine);
