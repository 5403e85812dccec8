/**
 * Puts words in the place of `{names}`, once: what a word contains is text. A name that stands for nothing stays as typed.
 *
 * @example fillIn('How easy was {service}?', { service: 'New laptop' }) // 'How easy was New laptop?'
 */
export function fillIn(text: string, words: Readonly<Record<string, string>>): string {
	return text.replace(
		/\{(\w+)\}/g,
		(typed, name: string) => (Object.hasOwn(words, name) ? words[name] : typed) ?? typed,
	);
}
