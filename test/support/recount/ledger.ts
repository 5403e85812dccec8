import { MINUTE, type Moment } from './clock';

/** A stretch during which one department held a request. */
export interface CountedHop {
	readonly department: string;
	readonly from: number;
	/** Undefined: it holds it still. */
	readonly to: number | undefined;
	/** Somebody had it. */
	readonly heldMinutes: number;
	/** Nobody had it. */
	readonly unownedMinutes: number;
	readonly pausedMinutes: number;
}

/**
 * Who held a request, minute by minute. Nobody does while it is resolved or cancelled; what did not last a minute is left out.
 *
 * @param moments in the order in which they count
 */
export function countHops(moments: readonly Moment[], now: number): CountedHop[] {
	const hops: CountedHop[] = [];
	moments.forEach((moment, index) => {
		const { at, department, assignee, status } = moment;
		const until = moments[index + 1]?.at ?? now;
		const minutes = (until - at) / MINUTE;
		if (status === 'resolved' || status === 'cancelled') return;
		const before = moments[index - 1];
		const last = hops.at(-1);
		const goesOn =
			last !== undefined &&
			before?.department === department &&
			(before.status === 'open' || before.status === 'paused');
		const isPaused = status === 'paused';
		const isUnowned = !isPaused && assignee === undefined;
		const hop = {
			department,
			from: goesOn ? last.from : at,
			to: moments[index + 1]?.at,
			heldMinutes: (isPaused || isUnowned ? 0 : minutes) + (goesOn ? last.heldMinutes : 0),
			unownedMinutes: (isUnowned ? minutes : 0) + (goesOn ? last.unownedMinutes : 0),
			pausedMinutes: (isPaused ? minutes : 0) + (goesOn ? last.pausedMinutes : 0),
		};
		if (goesOn) hops.pop();
		hops.push(hop);
	});
	return hops.filter(({ from, to }) => from !== to);
}
