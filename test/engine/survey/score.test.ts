import { METHODS, score } from '../../../engine/survey/score';
import fixture from '../../fixtures/survey.json';

interface Groups {
	promoters: number;
	passives: number;
	detractors: number;
}
interface Vector {
	id: string;
	metric: string;
	input: Partial<Groups> & {
		scores?: number[];
		counts?: number[] | Record<string, number>;
		detractors_passives_promoters?: number[];
	};
	expected: Partial<Groups> & {
		score?: number | string;
		nps?: number | string;
		total?: number;
		promotersPct?: number;
		satisfied?: number;
		raw?: number;
	};
}

/** What peers assert otherwise, and what holds here. */
const OURS = new Map([
	['ph-nps-1', 'a broken histogram cannot be handed in: scores come from ratings'],
	['ph-nps-2', 'a broken histogram cannot be handed in: scores come from ratings'],
	['ph-nps-3', 'nobody answered: no value, where the peer says 0'],
	['rnps-valid-5', 'nobody answered: no value, where the peer throws'],
	['cys-csat-1', 'a mean of ten points, and its source contradicts itself'],
	['formula-fpc', 'in interval.test.ts'],
	['formula-nps-adjwald', 'in interval.test.ts'],
]);
const ELSEWHERE = /^(proportion_ci95|moe95_pct|sample_error|nps_standard|nps_variance|anonymity_rule)/;

const vectors = (fixture.cases as unknown as Vector[]).filter(
	({ id, metric }) => !OURS.has(id) && !ELSEWHERE.test(metric) && metric !== 'nps_input_validation',
);

const repeat = (rating: number, times = 0): number[] => Array.from({ length: times }, () => rating);
const grouped = ({ promoters, passives, detractors }: Partial<Groups>) => [
	...repeat(10, promoters),
	...repeat(7, passives),
	...repeat(0, detractors),
];

function ratingsOf({ counts, scores, detractors_passives_promoters: groups, ...rest }: Vector['input']) {
	if (scores) return scores;
	if (groups)
		return grouped({ detractors: groups[0] ?? 0, passives: groups[1] ?? 0, promoters: groups[2] ?? 0 });
	if (!counts) return grouped(rest);
	return Object.entries(counts).flatMap(([rating, times]) => repeat(Number(rating), times));
}

const fraction = (text: number | string) =>
	String(text)
		.split('/')
		.map(Number)
		.reduce((a, b) => a / b);

test.each(vectors)('$id', ({ metric, input, expected }) => {
	if (metric === 'csat_top2_of_5') {
		const csat = score('csat', ratingsOf(input));
		expect(csat).toMatchObject({ satisfied: expected.satisfied, n: expected.total });
		expect(csat.value).toBeCloseTo(expected.raw ?? NaN, 1);
		return;
	}
	const nps = score('nps', ratingsOf(input));
	const wanted = metric.startsWith('nps_fraction')
		? 100 * fraction(expected.nps ?? NaN)
		: Number(expected.score ?? expected.nps ?? nps.value);
	// One decimal, where some peers print two.
	expect(Math.abs((nps.value ?? NaN) - wanted)).toBeLessThanOrEqual(0.05 + 1e-9);
	const { promoters, passives, detractors, total } = expected;
	for (const [key, value] of Object.entries({ promoters, passives, detractors, n: total }))
		if (value !== undefined) expect(nps).toHaveProperty(key, value);
	if (expected.promotersPct !== undefined && nps.scale === 'nps')
		expect((100 * nps.promoters) / nps.n).toBeCloseTo(expected.promotersPct, 1);
});

test('what is ours is still there to be named', () => {
	for (const id of OURS.keys()) expect(fixture.cases.some((vector) => vector.id === id)).toBe(true);
});

describe('each scale', () => {
	test('nps says method, answers, response rate, value and interval', () => {
		expect(score('nps', [10, 9, 7, 3], 10)).toEqual({
			scale: 'nps',
			method: METHODS.nps,
			n: 4,
			invited: 10,
			responseRate: 40,
			value: 25,
			low: -35.6,
			high: 68.9,
			promoters: 2,
			passives: 1,
			detractors: 1,
		});
	});

	test('csat counts 4 and 5 of 5', () => {
		expect(score('csat', [1, 2, 3, 4, 5, 5])).toMatchObject({ value: 50, satisfied: 3, invited: undefined });
	});

	test('ces is a mean, and beside it the share of 5 to 7', () => {
		expect(score('ces', [4, 5, 6, 7, 5])).toMatchObject({
			value: 5.4,
			low: 3.98,
			high: 6.82,
			easy: 4,
			easyShare: 80,
		});
		expect(score('ces', [4, 5, 6, 7, 5], 5)).toMatchObject({
			low: 5.4,
			high: 5.4,
			easyShareLow: 80,
			easyShareHigh: 80,
		});
	});

	test.each(['nps', 'csat', 'ces'] as const)('%s has no value without an answer', (scale) => {
		const none = { n: 0, responseRate: 0, value: undefined, low: undefined, high: undefined };
		expect(score(scale, [], 12)).toMatchObject(none);
		expect(score(scale, [], 0).responseRate).toBeUndefined();
	});

	test.each(['nps', 'csat', 'ces'] as const)('%s is certain when everybody answered', (scale) => {
		const { value, low, high } = score(scale, [5, 1, 4, 4, 5, 5, 2], 7);
		expect([low, high]).toEqual([value, value]);
	});
});

describe('rounding', () => {
	test('halves go away from zero, and there is no minus zero', () => {
		expect(score('nps', [10, ...repeat(7, 15)]).value).toBe(6.3);
		expect(score('nps', [0, ...repeat(7, 15)]).value).toBe(-6.3);
		expect(Object.is(score('nps', [0, 10]).value, 0)).toBe(true);
	});
	test('1.005 is 1.01', () => {
		expect(score('ces', [2, ...repeat(1, 199)]).value).toBe(1.01);
	});
});

describe('what is no rating', () => {
	test.each([
		['rnps-valid-1', 10, true],
		['rnps-valid-2', 1 / 3, false],
		['rnps-valid-3', -1, false],
		['not a number', NaN, false],
		['beyond the scale', 11, false],
	] as const)('%s', (_, rating, isValid) => {
		const compute = () => score('nps', [5, rating]);
		if (isValid) expect(compute).not.toThrow();
		else
			expect(compute).toThrow(expect.objectContaining({ code: 'invalid', field: 'rating', value: rating }));
	});
	test('zero is none of 1 to 5, nor of 1 to 7', () => {
		expect(() => score('csat', [0])).toThrow('from 1 to 5');
		expect(() => score('ces', [0])).toThrow('from 1 to 7');
	});
	test('more answers than people asked', () => {
		expect(() => score('nps', [9, 9], 1)).toThrow(
			expect.objectContaining({ code: 'invalid', field: 'invited' }),
		);
	});
});
