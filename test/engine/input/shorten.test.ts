import fc from 'fast-check';
import { shorten } from '../../../engine/input/shorten';

it.each([
	['Laptop', 6, 'Laptop'],
	['Laptop', 4, 'Lap…'],
	['two words', 5, 'two…'],
	['Hi 👩‍💻', 8, 'Hi 👩‍💻'],
	['Hi 👩‍💻', 7, 'Hi…'],
	['笔记本电脑', 4, '笔记本…'],
	['', 1, ''],
	['👩‍💻👩‍💻', 2, '…'],
])('%j in %i units is %j', (text, longest, shown) => {
	expect(shorten(text, longest)).toBe(shown);
});

it('is never longer than it may be, is a beginning of the text, and cuts no character in two', () => {
	const texts = fc
		.array(fc.constantFrom('a', ' ', '\n', '电', '😀', '👩‍💻', 'é', '🇩🇪'))
		.map((all) => all.join(''));
	fc.assert(
		fc.property(texts, fc.integer({ min: 1, max: 20 }), (text, longest) => {
			const short = shorten(text, longest);
			expect(short.length).toBeLessThanOrEqual(longest);
			if (short === text) return;
			expect(text.startsWith(short.slice(0, -1))).toBe(true);
			expect(short.isWellFormed()).toBe(true);
		}),
	);
});
