import { z } from 'zod';
import { says, typed } from './validate';

const LONGEST_ADDRESS = 2_000;
const HINT =
	'Copy it from the address bar of your browser, for example "https://desk.example.com/tickets/4711".';
const NOT_AN_ADDRESS = says('is not a web address', HINT);

/**
 * A web address in its normal form, or undefined for anything else. Only http and https, since it becomes a link that people press
 * in a mail; without a user name, which makes one host look like another.
 *
 * @example webAddress(' HTTPS://desk.example/1 ') // 'https://desk.example/1'
 * @example webAddress('javascript:alert(1)') // undefined
 */
export function webAddress(text: string): string | undefined {
	const url = URL.canParse(text) ? new URL(text) : undefined;
	if (!url || !['http:', 'https:'].includes(url.protocol)) return undefined;
	return url.username === '' && url.password === '' ? url.href : undefined;
}

/** The address of a page, as people copy it from their browser. */
export const address = z
	.string(typed('is not a web address', HINT))
	.trim()
	.max(LONGEST_ADDRESS, says('is longer than 2,000 characters', 'Shorten it.'))
	.transform((text, context) => {
		const url = webAddress(text);
		if (url !== undefined && url.length <= LONGEST_ADDRESS) return url;
		context.addIssue({ code: 'custom', message: NOT_AN_ADDRESS });
		return z.NEVER;
	});
