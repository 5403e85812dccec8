import type { Engine } from '../engine';
import type { Trx } from '../store';
import { appendEvents, setTimers, type Timer, type TimerHandler } from '../timeline';
import { clockSources } from './clock-sources';
import { namesFor } from './describe-request';
import { thresholdEvent } from './events';
import { CLOCK_TIMER, projectClocks } from './project-clocks';
import { findRequests, lockRequests, outdatedRequests, requestIdsOfClocks } from './repository';

/** A clock has something to announce: it is read again, and only what it says now is announced. */
export const clockTimers: TimerHandler = {
	kind: CLOCK_TIMER,
	async lock(trx, clockIds) {
		const requestOf = await requestIdsOfClocks(trx, clockIds);
		const held = new Set(
			(await lockRequests(trx, [...new Set(requestOf.values())], 'id', 'skip')).map((request) => request.id),
		);
		return clockIds.filter((id) => held.has(requestOf.get(id) ?? ''));
	},
	async fire(engine, trx, timers) {
		const ids = new Set(timers.map((timer) => timer.subject));
		const requestIds = [...new Set((await requestIdsOfClocks(trx, [...ids])).values())];
		const requests = await findRequests(trx, requestIds, 'id');
		const sources = (await clockSources(trx, requests)).filter(({ record }) => ids.has(record.id));
		const projected = await projectClocks(trx, sources, engine.now(), true);
		await setAgain(
			trx,
			projected.map(({ after, source }) => ({ ...after, revision: source.request.lastSeq })),
		);
		const names = await namesFor(trx, requests);
		await appendEvents(
			engine,
			trx,
			projected.flatMap((clock) => thresholdEvent(clock, names) ?? []),
		);
	},
};

/** The timer that fired is gone; a clock that did not change was not given a new one. */
async function setAgain(
	trx: Trx,
	clocks: readonly { id: string; nextAt: number | undefined; revision: number }[],
): Promise<void> {
	const timers = clocks.flatMap(({ id, nextAt, revision }): Timer[] =>
		nextAt === undefined ? [] : [{ subject: id, kind: CLOCK_TIMER, dueAt: nextAt, revision }],
	);
	await setTimers(trx, timers);
}

export const REPLAN_TIMER = 'replan';
const REPLAN_BATCH = 200;
const LOCKED_ELSEWHERE_MS = 1_000;

/** Plans open clocks anew at the next turn: an agreement, a calendar or the time-zone data moved. */
export const replanSoon = (engine: Engine, trx: Trx, inMs = 0): Promise<void> =>
	setTimers(trx, [{ subject: REPLAN_TIMER, kind: REPLAN_TIMER, dueAt: engine.now() + inMs, revision: 0 }]);

/** A few hundred requests at a time, until every open clock is computed with what is current. */
export const replanTimers: TimerHandler = {
	kind: REPLAN_TIMER,
	lock: async (_trx, subjects) => subjects,
	async fire(engine, trx) {
		const ids = await outdatedRequests(trx, process.versions.tz ?? '', REPLAN_BATCH);
		if (ids.length === 0) return;
		const requests = await lockRequests(trx, ids, 'id', 'skip');
		await projectClocks(trx, await clockSources(trx, requests), engine.now(), false);
		await replanSoon(engine, trx, requests.length > 0 ? 0 : LOCKED_ELSEWHERE_MS);
	},
};
