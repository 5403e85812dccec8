import fc from 'fast-check';
import {
	effectiveSize,
	meanInterval,
	netVariance,
	netShareInterval,
	shareInterval,
	studentT,
} from '../../../engine/statistics/intervals';
import fixture from '../../fixtures/survey.json';

interface Vector {
	id: string;
	metric: string;
	input: { successes?: number; n?: number; p?: number; method?: string; scores?: number[] };
	expected: { low?: number; high?: number; moePct?: number; se?: number; variance?: number | string };
}

const vectors = fixture.cases as unknown as Vector[];
const of = (metric: string) => vectors.filter((vector) => vector.metric === metric);

/** By the start of their name: cases that are right, about a method that is not ours. */
const OTHER_METHODS = [
	['ci-asymptotic', 'Wald: nothing to doubt about 30 of 30; ours is Wilson'],
	['ci-agresti-coull', 'reaches beyond 0 and 1; ours is Wilson'],
	['ci-exact', 'Clopper-Pearson, wider than 95 % asks for; ours is Wilson'],
	['ci-adjwald', 'for a share ours is Wilson; adjusted Wald is for the net promoter score'],
	['moe-babbie', 'two standard errors, which is 95.4 %; ours is 95 %'],
] as const;
const isOurs = ({ id }: Vector) => OTHER_METHODS.every(([start]) => !id.startsWith(start));
const fraction = (text: number | string) =>
	String(text)
		.split('/')
		.map(Number)
		.reduce((a, b) => a / b);

describe('a share', () => {
	test.each(of('proportion_ci95').filter(isOurs))('$id', ({ input, expected }) => {
		const { low, high } = shareInterval(input.successes ?? NaN, input.n ?? NaN);
		expect(low).toBeCloseTo(expected.low ?? NaN, 6);
		expect(high).toBeCloseTo(expected.high ?? NaN, 6);
	});

	// The tables hold Wald's margin, rounded; Wilson's is a little narrower from a hundred answers on.
	test.each(of('moe95_pct').filter(isOurs))('$id', ({ input: { p = NaN, n = NaN }, expected }) => {
		const { low, high } = shareInterval(p * n, n);
		expect(Math.abs(50 * (high - low) - (expected.moePct ?? NaN))).toBeLessThan(0.25);
	});

	test('what is not ours is still there to be named', () => {
		for (const [start] of OTHER_METHODS) expect(vectors.some(({ id }) => id.startsWith(start))).toBe(true);
	});
});

describe('a net promoter score', () => {
	const shares = ({ input: { scores = [] } }: Vector) => ({
		n: scores.length,
		promoters: scores.filter((score) => score >= 9).length / scores.length,
		detractors: scores.filter((score) => score <= 6).length / scores.length,
	});
	test.each(of('nps_variance_fraction'))('$id', (vector) => {
		const { promoters, detractors } = shares(vector);
		expect(netVariance(promoters, detractors)).toBeCloseTo(fraction(vector.expected.variance ?? NaN), 10);
	});
	test.each(of('nps_standard_error_fraction').filter(({ input }) => input.scores))('$id', (vector) => {
		const { n, promoters, detractors } = shares(vector);
		expect(Math.sqrt(netVariance(promoters, detractors) / n)).toBeCloseTo(vector.expected.se ?? NaN, 3);
	});
	test('se-nps-1: 4.1 points at n = 324', () => {
		expect(100 * Math.sqrt(netVariance(1 / 2, 1 / 6) / 324)).toBeCloseTo(4.1, 1);
		const { low, high } = netShareInterval(162, 54, 324);
		expect((100 * (high - low)) / 2 / 1.96).toBeCloseTo(4.1, 1);
	});

	test('formula-nps-adjwald: 3 more answers, 3/4 more promoters and detractors', () => {
		// 18 promoters, 6 detractors of 36: 18.75/39, 6.75/39.
		const [p, d] = [18.75 / 39, 6.75 / 39];
		const reach = 1.959964 * Math.sqrt((p + d - (p - d) ** 2) / 39);
		const { low, high } = netShareInterval(18, 6, 36);
		expect(low).toBeCloseTo(p - d - reach, 6);
		expect(high).toBeCloseTo(p - d + reach, 6);
	});

	test('a single promoter is inside their own interval', () => {
		expect(netShareInterval(1, 0, 1).high).toBe(1);
	});
});

describe('a mean', () => {
	const easiness = { least: 1, most: 7 };
	test('is Student’s: 4, 5, 6, 7, 5 have mean 5.4, s 1.140, t 2.776', () => {
		const { low, high } = meanInterval([4, 5, 6, 7, 5], easiness);
		expect(low).toBeCloseTo(3.984, 3);
		expect(high).toBeCloseTo(6.816, 3);
	});
	test.each([
		[1, 12.7062],
		[4, 2.7764],
		[5, 2.5706],
		[10, 2.2281],
		[30, 2.0423],
		[120, 1.9799],
	])('t of %d degrees of freedom is %d', (degrees, expected) => {
		expect(Math.abs(studentT(degrees) - expected)).toBeLessThan(0.0006);
	});
	test('three times the same of many is not certain', () => {
		const { low, high } = meanInterval([7, 7, 7], easiness, 100);
		expect(low).toBeLessThan(4.5);
		expect(high).toBe(7);
	});
});

describe('everybody, and nobody more', () => {
	test('formula-fpc: (N - 1) n / (N - n)', () => {
		expect(effectiveSize(15, 18)).toBeCloseTo((17 * 15) / 3, 10);
		expect(effectiveSize(15)).toBe(15);
		expect(effectiveSize(1, 1)).toBe(Infinity);
	});

	const counts = fc
		.record({ n: fc.integer({ min: 1, max: 60 }), more: fc.nat(60), a: fc.nat(60), b: fc.nat(60) })
		.map(({ n, more, a, b }) => {
			const promoters = a % (n + 1);
			return { n, invited: n + more, promoters, detractors: b % (n - promoters + 1) };
		});
	test('holds the value, lies on the scale, is nothing wide when all answered, and the narrower the fewer are missing', () => {
		fc.assert(
			fc.property(counts, ({ n, invited, promoters, detractors }) => {
				const ratings = Array.from({ length: n }, (_, i) =>
					i < promoters ? 7 : i < promoters + detractors ? 1 : 4,
				);
				const mean = ratings.reduce((sum, rating) => sum + rating, 0) / n;
				const range = { least: 1, most: 7 };
				const cases = [
					[(N?: number) => shareInterval(promoters, n, N), promoters / n, 0, 1],
					[
						(N?: number) => netShareInterval(promoters, detractors, n, N),
						(promoters - detractors) / n,
						-1,
						1,
					],
					[(N?: number) => meanInterval(ratings, range, N), mean, 1, 7],
				] as const;
				for (const [interval, value, least, most] of cases) {
					const { low, high } = interval(invited);
					expect(low).toBeGreaterThanOrEqual(least);
					expect(high).toBeLessThanOrEqual(most);
					expect(low - 1e-12).toBeLessThanOrEqual(value);
					expect(high + 1e-12).toBeGreaterThanOrEqual(value);
					expect(interval(n).low).toBeCloseTo(value, 10);
					expect(interval(n).high).toBeCloseTo(value, 10);
					const wider = interval(invited + 5);
					expect(wider.high - wider.low).toBeGreaterThanOrEqual(high - low - 1e-9);
				}
			}),
		);
	});
});
