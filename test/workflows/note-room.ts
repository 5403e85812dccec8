import { isNote } from '../../workflows/texts';

/**
 * How much of a note n8n shows. Measured in n8n 2.40, in pixels at zoom 1; `npm run pictures` looks at the real notes, this
 * estimate finds most of them in a test without a browser.
 */

interface Node {
	readonly name: string;
	readonly type: string;
	readonly position: readonly number[];
	readonly parameters: Readonly<Record<string, unknown>>;
}

/** n8n's own measures of a note that does not say its own. */
const DEFAULT_WIDTH = 240;
const DEFAULT_HEIGHT = 160;
/** Frame and padding, left and right together; above and below together. */
const SIDES = 26;
const ENDS = 12;
const LETTER = 6.9;
const HAN = 14;
const KINDS: readonly (readonly [RegExp, letters: number, lineHeight: number, below: number])[] = [
	[/^## /, 12.2 / LETTER, 32.4, 8],
	[/^### /, 8.2 / LETTER, 21.6, 8],
	[/^---$/, 0, 1, 0],
	[/^\d\. /, 1.05, 18.2, 3.5],
	[/./, 1, 18.9, 8],
];

const numberOr = (value: unknown, otherwise: number): number =>
	typeof value === 'number' ? value : otherwise;

/** The height that a note's text takes at a width. */
export function heightOf(text: string, width: number): number {
	const room = width - SIDES;
	return text
		.split('\n')
		.filter((line) => line !== '')
		.map((line) => {
			const [, size = 1, lineHeight = 0, below = 0] = KINDS.find(([kind]) => kind.test(line)) ?? [];
			const shown = line.replace(/^(#+|\d\.) |[*`]/g, '');
			const wide = shown.match(/[\p{Script=Han}\u3000-\u303f\uff00-\uffef]/gu)?.length ?? 0;
			const length = (wide * HAN + (shown.length - wide) * LETTER) * size;
			return Math.max(1, Math.ceil(length / room)) * lineHeight + below;
		})
		.reduce((sum, height) => sum + height, ENDS);
}

/** The height a note has for its text: down to its end, or to the first node that lies on it. */
export function roomOf(note: Node, nodes: readonly Node[]): number {
	const [left = 0, top = 0] = note.position;
	const width = numberOr(note.parameters.width, DEFAULT_WIDTH);
	const height = numberOr(note.parameters.height, DEFAULT_HEIGHT);
	const below = nodes
		.filter((node) => !isNote(node))
		.filter(({ position: [x = 0, y = 0] }) => x >= left && x < left + width && y > top && y < top + height)
		.map(({ position: [, y = 0] }) => y - top);
	return Math.min(height, ...below);
}

/** Notes of a template whose text does not fit: `Start here: 912 px of text in 840 px`. */
export function overfullNotes(nodes: readonly Node[]): string[] {
	return nodes.filter(isNote).flatMap((note) => {
		const { content, width } = note.parameters;
		const needed = Math.ceil(heightOf(String(content), numberOr(width, DEFAULT_WIDTH)));
		const room = roomOf(note, nodes);
		return needed > room ? [`${note.name}: ${needed} px of text in ${room} px`] : [];
	});
}
