const CHARACTERS = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/**
 * A text of at most this length: what is longer is cut between two characters as people see them, and ends with "…".
 *
 * @param longest in UTF-16 units, the "…" included
 * @example shorten('Laptop', 4) // 'Lap…'
 * @example shorten('Hi 👩‍💻', 6) // 'Hi…': the emoji is one character, of five units
 */
export function shorten(text: string, longest: number): string {
	if (text.length <= longest) return text;
	const end = CHARACTERS.segment(text).containing(longest - 1)?.index ?? 0;
	return `${text.slice(0, end).trimEnd()}…`;
}
