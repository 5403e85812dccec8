import { invalid } from '../errors';
import { meanInterval, netShareInterval, shareInterval, type Interval } from '../statistics/intervals';
import { round } from '../statistics/round';
import { RANGES, type Scale } from './types';

/** What every number is shown with. */
interface Basis {
	/** How value, low and high were computed, with the version of that method. */
	readonly method: string;
	/** Answers. */
	readonly n: number;
	/** People asked, each occasion for itself; undefined when not known. */
	readonly invited: number | undefined;
	/** Percent, one decimal. */
	readonly responseRate: number | undefined;
	/** Undefined without an answer, and so are the ends of its 95 % interval. */
	readonly value: number | undefined;
	readonly low: number | undefined;
	readonly high: number | undefined;
}

/** -100 to 100, one decimal. */
interface NpsScore extends Basis {
	readonly scale: 'nps';
	readonly promoters: number;
	readonly passives: number;
	readonly detractors: number;
}

/** Percent, one decimal. */
interface CsatScore extends Basis {
	readonly scale: 'csat';
	readonly satisfied: number;
}

/** The mean, 1 to 7, two decimals; beside it the share that found it easy, in percent with one. */
interface CesScore extends Basis {
	readonly scale: 'ces';
	readonly easy: number;
	readonly easyShare: number | undefined;
	readonly easyShareLow: number | undefined;
	readonly easyShareHigh: number | undefined;
}

export type Score = NpsScore | CsatScore | CesScore;

const FPC = 'finite population correction';

/** Change the version with the method: numbers of two methods are not compared. */
export const METHODS: Readonly<Record<Scale, string>> = {
	nps: `NPS v1: % promoters (9-10) minus % detractors (0-6) of all answers; 95 % adjusted Wald interval (Rocks 2016), ${FPC}`,
	csat: `CSAT v1: % of answers that are 4 or 5 of 5; 95 % Wilson interval, ${FPC}`,
	ces: `CES v1: mean of 1 to 7 with 95 % t interval, and % of answers from 5 to 7 with 95 % Wilson interval, ${FPC}`,
};

/**
 * The score of a set of answers.
 *
 * @param invited how many were asked, at least as many as answered; undefined when not known
 * @throws IcrmError `invalid` for a rating that is not on the scale, or more answers than people asked
 * @example score('nps', [10, 9, 7, 3], 10).value // 25
 */
export function score(scale: Scale, ratings: readonly number[], invited?: number): Score {
	for (const rating of ratings) checkRating(scale, rating);
	const n = ratings.length;
	if (invited !== undefined && !(Number.isInteger(invited) && invited >= n)) {
		throw invalid(
			'invited',
			invited,
			`${n} answers cannot come from ${invited} invitations`,
			'Count everybody who was asked, or leave the number out when it is not known.',
		);
	}
	const responseRate = invited ? round((100 * n) / invited, 1) : undefined;
	const basis = { method: METHODS[scale], n, invited, responseRate };
	const count = (from: number, to: number) =>
		ratings.filter((rating) => rating >= from && rating <= to).length;
	switch (scale) {
		case 'nps': {
			const [detractors, passives, promoters] = [count(0, 6), count(7, 8), count(9, 10)];
			const net = n === 0 ? undefined : (100 * (promoters - detractors)) / n;
			const interval = n === 0 ? undefined : percent(netShareInterval(promoters, detractors, n, invited));
			return { scale, ...basis, ...rounded(net, interval, 1), promoters, passives, detractors };
		}
		case 'csat': {
			const satisfied = count(4, 5);
			return { scale, ...basis, ...share(satisfied, n, invited), satisfied };
		}
		case 'ces': {
			const mean = n === 0 ? undefined : ratings.reduce((sum, rating) => sum + rating, 0) / n;
			const interval = n === 0 ? undefined : meanInterval(ratings, RANGES.ces, invited);
			const easy = count(5, 7);
			const { value, low, high } = share(easy, n, invited);
			const shares = { easyShare: value, easyShareLow: low, easyShareHigh: high };
			return { scale, ...basis, ...rounded(mean, interval, 2), easy, ...shares };
		}
	}
}

/** @throws IcrmError `invalid` */
function checkRating(scale: Scale, rating: number): void {
	const { least, most } = RANGES[scale];
	if (Number.isInteger(rating) && rating >= least && rating <= most) return;
	throw invalid(
		'rating',
		rating,
		`${rating} is not a rating from ${least} to ${most}`,
		`Give a whole number from ${least} to ${most}.`,
	);
}

interface Estimate {
	readonly value: number | undefined;
	readonly low: number | undefined;
	readonly high: number | undefined;
}

function share(hits: number, n: number, invited: number | undefined): Estimate {
	if (n === 0) return rounded(undefined, undefined, 1);
	return rounded((100 * hits) / n, percent(shareInterval(hits, n, invited)), 1);
}

const percent = ({ low, high }: Interval): Interval => ({ low: 100 * low, high: 100 * high });

/** The only place where a score is rounded. */
const rounded = (value: number | undefined, interval: Interval | undefined, decimals: number): Estimate => ({
	value: value === undefined ? undefined : round(value, decimals),
	low: interval && round(interval.low, decimals),
	high: interval && round(interval.high, decimals),
});
