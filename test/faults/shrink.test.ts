import { makePlan } from '../../faults/plan/make-plan';
import type { Plan } from '../../faults/plan/types';
import { fewest, shrink } from '../../faults/shrink';

describe('the fewest items of which something holds', () => {
	const holdsWith = (needed: readonly number[]) => async (some: readonly number[]) =>
		needed.every((one) => some.includes(one));
	const twenty = Array.from({ length: 20 }, (_, index) => index);

	it.each([[[]], [[0]], [[19]], [[3, 4]], [[0, 7, 19]]])('are %p', async (needed) => {
		expect(await fewest(twenty, holdsWith(needed))).toEqual(needed);
	});
});

describe('a plan that fails', () => {
	const plan = makePlan(5, 'sqlite');
	const asked: Plan[] = [];
	/** As if it took a fault of one kind and one request. */
	const fails = async (candidate: Plan): Promise<boolean> => {
		asked.push(candidate);
		const requests = candidate.writers.flat().map(({ request }) => request);
		return candidate.faults.some(({ kind }) => kind === 'passes') && requests.includes('R4');
	};
	beforeEach(() => void asked.splice(0));

	it('becomes smaller, and still fails', async () => {
		const small = await shrink(plan, fails, 200);
		expect(small.faults.map(({ kind }) => kind)).toEqual(['passes']);
		expect(new Set(small.writers.flat().map(({ request }) => request))).toEqual(new Set(['R4']));
		expect(small.pumps).toBe(1);
		expect(await fails(small)).toBe(true);
	});

	it('is run no more often than it may', async () => {
		const small = await shrink(plan, fails, 6);
		expect(asked).toHaveLength(6);
		expect(await fails(small)).toBe(true);
	});

	it('stays as it is where it does not fail again', async () => {
		expect(await shrink(plan, async () => false, 200)).toEqual(plan);
	});
});
