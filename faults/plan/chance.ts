/** Chance that can be had again: the same seed gives the same numbers, on every machine. */
export interface Chance {
	/** At least 0, below 1. */
	next(): number;
	/** A whole number, both ends included. */
	whole(from: number, to: number): number;
	happens(probability: number): boolean;
	/** @throws Error for an empty list */
	pick<T>(from: readonly T[]): T;
}

/** Mulberry32 (Tommy Ettinger): 32 bits of state are plenty for a plan of a few hundred choices. */
export function createChance(seed: number): Chance {
	let state = seed >>> 0;
	const next = (): number => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
	const whole = (from: number, to: number): number => from + Math.floor(next() * (to - from + 1));
	return {
		next,
		whole,
		happens: (probability) => next() < probability,
		pick(from) {
			const [one] = from.slice(whole(0, from.length - 1));
			if (one === undefined) throw new Error('There is nothing to pick from.');
			return one;
		},
	};
}
