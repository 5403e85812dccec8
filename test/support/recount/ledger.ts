import { MINUTE, type Moment } from './clock';

/** A stretch during which one department held a request. */
export interface CountedHop {
	readonly department: string;
	readonly from: number;
	/** Undefined: it holds it still. */
	readonly to: number | undefined;
	readonly heldMinutes: number;
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
		const { at, department, status } = moment;
		const until = moments[index + 1]?.at ?? now;
		const minutes = (until - at) / MINUTE;
		if (status === 'resolved' || status === 'cancelled') return;
		const before = moments[index - 1];
		const last = hops.at(-1);
		const goesOn =
			last !== undefined &&
			before?.department === department &&
			(before.status === 'open' || before.status === 'paused');
		const [held, paused] = status === 'paused' ? [0, minutes] : [minutes, 0];
		const hop = {
			department,
			from: goesOn ? last.from : at,
			to: moments[index + 1]?.at,
			heldMinutes: held + (goesOn ? last.heldMinutes : 0),
			pausedMinutes: paused + (goesOn ? last.pausedMinutes : 0),
		};
		if (goesOn) hops.pop();
		hops.push(hop);
	});
	return hops.filter(({ from, to }) => from !== to);
}
