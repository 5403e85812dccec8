import fc from 'fast-check';
import { SortedIndex } from '../../../engine/working-time/sorted-index';

/** Regular, clustered and single values: the buckets must not matter. */
const values = fc
	.uniqueArray(fc.oneof(fc.integer({ min: -1e6, max: 1e6 }), fc.integer({ min: 0, max: 50 })), {
		maxLength: 60,
	})
	.map((numbers) => Float64Array.from(numbers).sort());

const first = (all: Float64Array, holds: (value: number) => boolean) => {
	const index = all.findIndex(holds);
	return index < 0 ? all.length : index;
};

test('finds what a look at every value finds', () => {
	fc.assert(
		fc.property(values, fc.integer({ min: -1_000_010, max: 1_000_010 }), (all, limit) => {
			const index = new SortedIndex(all);
			for (const asked of [limit, ...all]) {
				expect(index.firstAbove(asked)).toBe(first(all, (value) => value > asked));
				expect(index.firstAtLeast(asked)).toBe(first(all, (value) => value >= asked));
			}
		}),
		{ numRuns: 300 },
	);
});
