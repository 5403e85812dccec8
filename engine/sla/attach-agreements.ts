import type { Engine } from '../engine';
import type { Trx } from '../store';
import { appendEvents, setTimers, type Timer, type TimerHandler } from '../timeline';
import { namesFor } from './describe-request';
import { clockEvents } from './events';
import { projectClocks } from './project-clocks';
import { lockRequests, openRequestsOf } from './request-repository';
import { standingClocks } from './standing-clocks';

export const ATTACH_TIMER = 'attach';
const BATCH = 200;
const LOCKED_ELSEWHERE_MS = 1_000;

/** Gives the open requests of these services, at the next turn, what the agreements about them promise by now. */
export async function attachSoon(engine: Engine, trx: Trx, serviceIds: readonly string[]): Promise<void> {
	for (const serviceId of serviceIds) {
		const [first] = await openRequestsOf(trx, serviceId, { after: '', limit: 1 });
		if (first !== undefined) await setTimers(trx, [timerOf({ serviceId, after: '' }, engine.now())]);
	}
}

interface Place {
	readonly serviceId: string;
	/** The request behind which it goes on. */
	readonly after: string;
}

/** A turn that goes on is named after its place, so that one from the beginning can be set beside it. */
const timerOf = ({ serviceId, after }: Place, dueAt: number): Timer => ({
	subject: `${ATTACH_TIMER}:${after}:${serviceId}`,
	kind: ATTACH_TIMER,
	dueAt,
	revision: 0,
});

function placeOf({ subject }: Timer): Place {
	const [, after = '', ...serviceId] = subject.split(':');
	return { after, serviceId: serviceId.join(':') };
}

/** A few hundred requests at a time, in the order of their ids: the cost is that of what is open of the service, once. */
export const attachTimers: TimerHandler = {
	kind: ATTACH_TIMER,
	lock: async (_trx, subjects) => subjects,
	async fire(engine, trx, timers) {
		for (const timer of timers) await attach(engine, trx, placeOf(timer));
	},
};

async function attach(engine: Engine, trx: Trx, { serviceId, after }: Place): Promise<void> {
	const ids = await openRequestsOf(trx, serviceId, { after, limit: BATCH });
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
	await setTimers(trx, [timerOf({ serviceId, after: last }, engine.now())]);
	// What somebody else holds has its turn once it is free, from the beginning.
	if (requests.length < ids.length)
		await setTimers(trx, [timerOf({ serviceId, after: '' }, engine.now() + LOCKED_ELSEWHERE_MS)]);
}
