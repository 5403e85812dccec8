/** Halves away from zero, so that a number and its mirror image round alike; and never minus zero. */
export function round(value: number, decimals: number): number {
	const power = 10 ** decimals;
	// 1.005 is held as a hair less than that.
	const size = Math.round(Math.abs(value) * power * (1 + Number.EPSILON)) / power;
	return value < 0 ? 0 - size : size;
}
