/**
 * Confidence intervals at 95 %, for small and finite populations; under everything that shows a number. Fractions and scale
 * points in, the same out; nothing is rounded here, see `round`.
 *
 * `population` (N) is how many there are in all: where 15 of 18 are known little is left to guess, and nothing where all
 * are. The finite population correction replaces n by `(N - 1) n / (N - n)`; without `population` it is taken to be
 * infinite. Needs 1 <= n <= N.
 */
export interface Interval {
	readonly low: number;
	readonly high: number;
}

/** The standard normal's 97.5 % point. */
const Z = 1.959963984540054;

/** The size of the sample from an infinite population that would say as much. Infinite when all are known. */
export function effectiveSize(n: number, population?: number): number {
	if (population === undefined) return n;
	return n >= population ? Infinity : ((population - 1) * n) / (population - n);
}

/** A share as a fraction, 0 to 1: the score interval of Wilson (1927). */
export function shareInterval(hits: number, n: number, population?: number): Interval {
	const size = effectiveSize(n, population);
	const share = hits / n;
	const shrink = 1 + Z ** 2 / size;
	const centre = (share + Z ** 2 / (2 * size)) / shrink;
	const reach = (Z / shrink) * Math.sqrt((share * (1 - share)) / size + Z ** 2 / (4 * size ** 2));
	return around(centre, reach, share, 0, 1);
}

/**
 * A share minus another of the same whole, as a net promoter score is, -1 to 1: adjusted Wald, which adds 3 to n and 3/4 to
 * either side (Rocks, "Interval Estimation for the Net Promoter Score", The American Statistician 70, 2016).
 */
export function netShareInterval(plus: number, minus: number, n: number, population?: number): Interval {
	const size = effectiveSize(n, population);
	const adjusted = (count: number) => (count / n + 0.75 / size) / (1 + 3 / size);
	const net = adjusted(plus) - adjusted(minus);
	const reach = Z * Math.sqrt(netVariance(adjusted(plus), adjusted(minus)) / (size + 3));
	return around(net, reach, (plus - minus) / n, -1, 1);
}

/** The variance of one observation that counts 1, 0 or -1, from the shares of 1 and of -1. */
export function netVariance(plus: number, minus: number): number {
	// Rounding errors make that of a certain observation a hair less than nothing.
	return Math.max(0, plus + minus - (plus - minus) ** 2);
}

/**
 * A mean in scale points: Student's t with n - 1 degrees of freedom. Where all values are the same (or there is one) the
 * spread says nothing, and t would claim certainty: then Wilson's lower bound says how large a share that value has at
 * least, and the others may lie at either end of the scale.
 */
export function meanInterval(
	values: readonly number[],
	range: { readonly least: number; readonly most: number },
	population?: number,
): Interval {
	const n = values.length;
	const mean = values.reduce((sum, value) => sum + value, 0) / n;
	const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
	if (squares === 0) {
		const { low: sure } = shareInterval(n, n, population);
		const towards = (end: number) => sure * mean + (1 - sure) * end;
		return { low: towards(range.least), high: towards(range.most) };
	}
	const reach = studentT(n - 1) * Math.sqrt(squares / (n - 1) / effectiveSize(n, population));
	return around(mean, reach, mean, range.least, range.most);
}

/**
 * Cut to what is possible, and never without the value itself: the adjusted net share of a single 1 ends at 98.5 %, which
 * nobody could explain.
 */
function around(centre: number, reach: number, value: number, least: number, most: number): Interval {
	return {
		low: Math.max(least, Math.min(centre - reach, value)),
		high: Math.min(most, Math.max(centre + reach, value)),
	};
}

/** Where the expansion below is too coarse. */
const FEW_DEGREES = [NaN, 12.706205, 4.302653, 3.182446, 2.776445];

/** Student's t, 97.5 % point: the Cornish-Fisher expansion (Abramowitz and Stegun 26.7.5), right to 0.0005 from 5 on. */
export function studentT(degrees: number): number {
	const known = FEW_DEGREES[degrees];
	if (known !== undefined) return known;
	const terms = [
		Z,
		(Z ** 3 + Z) / 4,
		(5 * Z ** 5 + 16 * Z ** 3 + 3 * Z) / 96,
		(3 * Z ** 7 + 19 * Z ** 5 + 17 * Z ** 3 - 15 * Z) / 384,
		(79 * Z ** 9 + 776 * Z ** 7 + 1482 * Z ** 5 - 1920 * Z ** 3 - 945 * Z) / 92_160,
	];
	return terms.reduce((sum, term, power) => sum + term / degrees ** power, 0);
}
