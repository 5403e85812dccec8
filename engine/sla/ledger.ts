import type { Fact } from './types';

/** The stretch during which one department held a request. */
export interface Hop {
	readonly departmentId: string;
	readonly assigneeId?: string;
	readonly from: number;
	/** Undefined: it holds it still. */
	readonly to: number | undefined;
	/** Wall time held, without the pauses. */
	readonly heldMs: number;
	readonly pausedMs: number;
}

/**
 * Who held the request how long. The parts sum to the whole: held + paused over all hops is the wall time from the opening
 * to the end (or to `now`), to the millisecond. The time between a solution and a reopening belongs to nobody and is left out.
 *
 * @param facts of one request, oldest first
 */
export function hopsOf(facts: readonly Fact[], now: number): Hop[] {
	const hops: Hop[] = [];
	let holder: Pick<Hop, 'departmentId' | 'assigneeId'> | undefined;
	let from: number | undefined;
	let pausedAt: number | undefined;
	let pausedMs = 0;

	const take = (at: number) => {
		from = at;
		pausedMs = 0;
		if (pausedAt !== undefined) pausedAt = at;
	};
	const leave = (at: number, to: number | undefined) => {
		if (!holder || from === undefined) return;
		const paused = pausedMs + (pausedAt === undefined ? 0 : at - pausedAt);
		hops.push({ ...holder, from, to, heldMs: at - from - paused, pausedMs: paused });
		from = undefined;
	};
	for (const fact of facts) {
		if (fact.hasNoEffect) continue;
		switch (fact.kind) {
			case 'opened':
			case 'handedOff':
				leave(fact.at, fact.at);
				holder = {
					departmentId: fact.departmentId,
					...(fact.assigneeId === undefined ? {} : { assigneeId: fact.assigneeId }),
				};
				take(fact.at);
				break;
			case 'paused':
				pausedAt ??= fact.at;
				break;
			case 'resumed':
				if (pausedAt !== undefined) pausedMs += fact.at - pausedAt;
				pausedAt = undefined;
				break;
			case 'resolved':
			case 'cancelled':
				leave(fact.at, fact.at);
				pausedAt = undefined;
				break;
			case 'reopened':
				take(fact.at);
				break;
		}
	}
	leave(now, undefined);
	return hops;
}
