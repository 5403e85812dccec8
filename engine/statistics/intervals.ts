/**
 * Confidence intervals at 95 %, for the small and finite populations that departments are. Fractions and scale points in,
 * the same out; nothing is rounded here.
 *
 * `invited` (N) is how many were asked: of a department of 18 with 15 answers little is left to guess, and of one where
 * everybody answered nothing. The finite population correction replaces n by `(N - 1) n / (N - n)`; without `invited` the
 * population is taken to be infinite. Needs 1 <= n <= N.
 */
export interface Interval {
	readonly low: number;
	readonly high: number;
}

/** The standard normal's 97.5 % point. */
const Z = 1.959963984540054;

/** The size of the sample from an infinite population that would say as much. Infinite when everybody answered. */
export function effectiveSize(n: number, invited?: number): number {
	if (invited === undefined) return n;
	return n >= invited ? Infinity : ((invited - 1) * n) / (invited - n);
}

/** A share as a fraction, 0 to 1: the score interval of Wilson (1927). */
export function shareInterval(hits: number, n: number, invited?: number): Interval {
	const size = effectiveSize(n, invited);
	const share = hits / n;
	const shrink = 1 + Z ** 2 / size;
	const centre = (share + Z ** 2 / (2 * size)) / shrink;
	const reach = (Z / shrink) * Math.sqrt((share * (1 - share)) / size + Z ** 2 / (4 * size ** 2));
	return around(centre, reach, share, 0, 1);
}

/**
 * A net promoter score as a fraction, -1 to 1: adjusted Wald, which adds 3 to n and 3/4 to promoters and to detractors
 * (Rocks, "Interval Estimation for the Net Promoter Score", The American Statistician 70, 2016).
 */
export function npsInterval(promoters: number, detractors: number, n: number, invited?: number): Interval {
	const size = effectiveSize(n, invited);
	const adjusted = (count: number) => (count / n + 0.75 / size) / (1 + 3 / size);
	const net = adjusted(promoters) - adjusted(detractors);
	const reach = Z * Math.sqrt(netVariance(adjusted(promoters), adjusted(detractors)) / (size + 3));
	return around(net, reach, (promoters - detractors) / n, -1, 1);
}

/** The variance of one answer that counts 1, 0 or -1, from the shares of promoters and detractors. */
export function netVariance(promoters: number, detractors: number): number {
	// Rounding errors make that of a certain answer a hair less than nothing.
	return Math.max(0, promoters + detractors - (promoters - detractors) ** 2);
}

/**
 * A mean in scale points: Student's t with n - 1 degrees of freedom. Where all gave the same rating (or there is one) the
 * spread says nothing, and t would claim certainty: then Wilson's lower bound says how large a share that rating has at
 * least, and the others may lie at either end of the scale.
 */
export function meanInterval(
	ratings: readonly number[],
	range: { readonly least: number; readonly most: number },
	invited?: number,
): Interval {
	const n = ratings.length;
	const mean = ratings.reduce((sum, rating) => sum + rating, 0) / n;
	const squares = ratings.reduce((sum, rating) => sum + (rating - mean) ** 2, 0);
	if (squares === 0) {
		const { low: sure } = shareInterval(n, n, invited);
		const towards = (end: number) => sure * mean + (1 - sure) * end;
		return { low: towards(range.least), high: towards(range.most) };
	}
	const reach = studentT(n - 1) * Math.sqrt(squares / (n - 1) / effectiveSize(n, invited));
	return around(mean, reach, mean, range.least, range.most);
}

/**
 * Cut to what is possible, and never without the value itself: a single promoter's adjusted interval ends at 98.5, which
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
