import type { Arrival } from '../engine';
import { setTimers } from '../timeline';
import { lockPlannedInvitations } from './invitation-repository';
import { INVITATION_TIMER } from './timer-kind';

/** Clocks of several processes differ: an invitation may have found nobody listening a moment before our time. */
const GRACE_MS = 60_000;

/**
 * A workflow that sends invitations begins to listen: those whose time has come have their turn at once, in place of the
 * instant at which they would have given up. The lock makes an invitation that finds nobody listening in this very moment
 * be woken as well: its timer is written first, then this one.
 */
export const sendWaiting: Arrival = async (engine, trx, types) => {
	if (!types.includes('survey.invite')) return;
	const waiting = await lockPlannedInvitations(trx, engine.now() + GRACE_MS);
	await setTimers(
		trx,
		waiting.map(({ id, sendAt, departmentId }) => ({
			lane: departmentId,
			subject: id,
			kind: INVITATION_TIMER,
			dueAt: Math.max(sendAt, engine.now()),
			revision: 0,
		})),
	);
};
