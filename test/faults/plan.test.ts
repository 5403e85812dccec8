import { createChance } from '../../faults/plan/chance';
import { makePlan } from '../../faults/plan/make-plan';
import { DATABASES, pumpName, writerName } from '../../faults/plan/types';

describe('chance', () => {
	it('is the same for the same seed, and another for another', () => {
		const numbers = (seed: number) => Array.from({ length: 20 }, createChance(seed).next);
		expect(numbers(7)).toEqual(numbers(7));
		expect(numbers(7)).not.toEqual(numbers(8));
	});

	it('reaches both ends of a range, and nothing beyond', () => {
		const chance = createChance(1);
		const seen = new Set(Array.from({ length: 400 }, () => chance.whole(2, 5)));
		expect([...seen].sort()).toEqual([2, 3, 4, 5]);
	});
});

describe.each(DATABASES)('a plan on %s', (database) => {
	const plans = Array.from({ length: 100 }, (_, seed) => makePlan(seed, database));

	it('follows from its seed alone, and is plain JSON', () => {
		expect(makePlan(3, database)).toEqual(plans[3]);
		expect(JSON.parse(JSON.stringify(plans[3]))).toEqual(plans[3]);
	});

	it('names processes that there are, in the time that there is', () => {
		for (const { faults, writers, pumps, lengthMs } of plans) {
			const names = [...writers.map((_, index) => writerName(index)), pumpName(0), pumpName(pumps - 1)];
			for (const fault of faults) {
				if ('process' in fault) expect(names).toContain(fault.process);
				expect(fault.at + ('ms' in fault ? fault.ms : 0)).toBeLessThanOrEqual(lengthMs);
			}
		}
	});

	it('has every kind of fault in one hundred seeds, and what a request begins with is its opening', () => {
		const kinds = new Set(plans.flatMap(({ faults }) => faults.map(({ kind }) => kind)));
		const common = ['passes', 'kill', 'killAt', 'holdUp', 'stop', 'lock', 'leap', 'sleep', 'strangeTimers'];
		const own = database === 'sqlite' ? ['fullDisk'] : ['vanish', 'restart', 'partition'];
		expect([...kinds].sort()).toEqual([...common, ...own].sort());
		for (const { writers } of plans)
			for (const ops of Map.groupBy(writers.flat(), ({ request }) => request).values())
				expect(ops[0]?.kind).toBe('open');
	});
});
