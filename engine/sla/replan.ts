import type { Engine } from '../engine';
import { loadCalendars } from '../directory';
import { swapSetting, type Trx } from '../store';
import type { Reaction } from '../engine';
import { appendEvents, setTimers, type Timer, type TimerHandler } from '../timeline';
import { activeAgreements } from './agreement-repository';
import { standingClocks } from './standing-clocks';
import { namesFor } from './describe-request';
import { clockEvents } from './events';
import { projectClocks } from './project-clocks';
import { outdatedRequests } from './clock-repository';
import { refuseUnreachable } from './reachable';
import { lockRequests } from './request-repository';

export const REPLAN_TIMER = 'replan';
const REPLAN_BATCH = 200;
const LOCKED_ELSEWHERE_MS = 1_000;

/** Plans open clocks anew at the next turn: an agreement, a calendar or the time-zone data moved. */
export const replanSoon = (engine: Engine, trx: Trx, inMs = 0): Promise<void> =>
	setTimers(trx, [replanTimer(engine.now() + inMs)]);

/** A turn that goes on behind a request is named after it, so that one for all requests can be set beside it. */
const replanTimer = (dueAt: number, after = '') => ({
	subject: after === '' ? REPLAN_TIMER : `${REPLAN_TIMER}:${after}`,
	kind: REPLAN_TIMER,
	dueAt,
	revision: 0,
});

const placeOf = ({ subject }: Timer): string => subject.slice(REPLAN_TIMER.length + 1);

/** A few hundred requests at a time, until every open clock is computed with what is current. */
export const replanTimers: TimerHandler = {
	kind: REPLAN_TIMER,
	lock: async (_trx, subjects) => subjects,
	async fire(engine, trx, timers) {
		const [after = ''] = timers.map(placeOf).sort();
		const ids = await outdatedRequests(trx, process.versions.tz ?? '', { after, limit: REPLAN_BATCH });
		const last = ids.at(-1);
		if (last === undefined) return;
		const requests = await lockRequests(trx, ids, 'skip');
		const projected = await projectClocks(trx, await standingClocks(trx, requests), { engine, by: 'facts' });
		const names = await namesFor(trx, requests);
		await appendEvents(
			engine,
			trx,
			projected.flatMap((clock) => clockEvents(clock, names)),
		);
		await setTimers(trx, [replanTimer(engine.now(), last)]);
		// What somebody else holds has its turn once it is free, from the beginning.
		if (requests.length < ids.length) await replanSoon(engine, trx, LOCKED_ELSEWHERE_MS);
	},
};

/**
 * An edited calendar moves the due instants of everything that is open. One that leaves a promise out of reach is refused
 * here, in the transaction that saves it: the directory knows nothing of promises.
 */
export const replanOnRevision: Reaction = async (engine, trx, events) => {
	const revised = events.flatMap((event) =>
		event.type === 'calendar.revised' ? [event.data.calendarId] : [],
	);
	if (revised.length === 0) return;
	const calendars = await loadCalendars(trx, revised);
	for (const agreement of await activeAgreements(trx)) {
		const calendar = calendars.get(agreement.calendarId);
		if (calendar) refuseUnreachable(agreement, calendar, 'spec', engine.now());
	}
	await replanSoon(engine, trx);
};

/** Countries change their clocks; Node brings the new rules. Once after such an update, open clocks are planned anew. */
export async function replanAfterZoneUpdate(engine: Engine): Promise<void> {
	const version = process.versions.tz ?? '';
	await engine.transaction(async (trx) => {
		const before = await swapSetting(trx, 'tz_version', version);
		if (before !== undefined && before !== version) await replanSoon(engine, trx);
	});
}
