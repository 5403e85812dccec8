import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MUTANTS, mutantOf } from '../../faults/mutants';
import { replacedOnce } from '../../faults/stage/replaced-once';

const ROOT = join(__dirname, '..', '..');

describe('a mutant of the engine', () => {
	it.each(MUTANTS.flatMap(({ name, changes }) => changes.map((change) => ({ name, ...change }))))(
		'$name still finds what it breaks in $file',
		({ name, file, from, to }) => {
			const text = readFileSync(join(ROOT, file), 'utf8');
			expect(replacedOnce(text, { name, file, from, to })).not.toBe(text);
		},
	);

	it('that finds it twice, or not at all, is refused', () => {
		const change = { name: 'any', file: 'any.ts', from: 'a', to: 'b' };
		expect(replacedOnce('cat', change)).toBe('cbt');
		expect(() => replacedOnce('banana', change)).toThrow('stands 3 times in any.ts');
		expect(() => replacedOnce('', change)).toThrow('stands 0 times');
	});

	it('goes by a name that there is', () => {
		expect(mutantOf('no-fence').changes).toHaveLength(1);
		expect(() => mutantOf('nothing')).toThrow("There is no mutant 'nothing'");
	});
});
