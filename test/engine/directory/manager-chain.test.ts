import fc from 'fast-check';
import { managerCycles } from '../../../engine/directory/manager-chain';

const among = (managers: Readonly<Record<string, string>>) => (id: string) => managers[id];

describe('managerCycles', () => {
	it('finds each circle once, from wherever one looks', () => {
		const managerOf = among({ dan: 'ann', ann: 'bob', bob: 'ann', eve: 'eve', fay: 'gus' });
		expect(managerCycles(['dan', 'ann', 'bob', 'eve', 'fay'], managerOf)).toEqual([['ann', 'bob'], ['eve']]);
	});

	it('agrees with walking up from everybody', () => {
		const managers = fc.array(fc.option(fc.nat(11), { nil: undefined }), { minLength: 12, maxLength: 12 });
		fc.assert(
			fc.property(managers, (managerIndices) => {
				const managerOf = (id: string) => managerIndices[Number(id)]?.toString();
				const everybody = managerIndices.map((_, index) => String(index));
				const found = managerCycles(everybody, managerOf).flat().sort();
				expect(found).toEqual(everybody.filter((id) => comesBack(id, managerOf)).sort());
			}),
		);
	});

	it('takes a chain of 100,000 in one go', () => {
		const managerOf = (id: string) => (id === '0' ? undefined : String(Number(id) - 1));
		const everybody = Array.from({ length: 100_000 }, (_, index) => String(99_999 - index));
		expect(managerCycles(everybody, managerOf)).toEqual([]);
	});
});

/** The slow, obvious way. */
function comesBack(id: string, managerOf: (id: string) => string | undefined): boolean {
	let at = managerOf(id);
	for (let steps = 0; steps < 12 && at !== undefined; steps++) {
		if (at === id) return true;
		at = managerOf(at);
	}
	return false;
}
