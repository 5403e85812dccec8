import { createHash } from 'node:crypto';
import type { Language } from '../languages';
import { style } from './style';

/** An answer to a browser. The node only passes it on. */
export interface Page {
	readonly status: number;
	readonly headers: Readonly<Record<string, string>>;
	readonly html: string;
}

/** Text that is HTML already. Everything else is escaped on its way into a page. */
export class Html {
	constructor(readonly text: string) {}
}

const ESCAPES: Readonly<Record<string, string>> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&#39;',
};
export const escapeHtml = (text: string): string =>
	text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character);

type Part = string | number | Html | undefined | false | readonly Part[];

/** A template tag that escapes what it is given, `Html` excepted. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
	return new Html(strings.map((text, index) => text + render(parts[index])).join(''));
}

function render(part: Part): string {
	if (part === undefined || part === false) return '';
	if (part instanceof Html) return part.text;
	return Array.isArray(part) ? part.map(render).join('') : escapeHtml(String(part));
}

/**
 * Nothing is loaded, run or framed; forms go to where the page came from. The sandbox keeps the page apart from the editor,
 * which may live on the same host. Seen in n8n 2.40: such headers arrive unchanged, and a form still posts.
 */
const CSP = [
	"default-src 'none'",
	`style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
	"form-action 'self'",
	"base-uri 'none'",
	"frame-ancestors 'none'",
	'sandbox allow-forms allow-top-navigation-by-user-activation',
].join('; ');

/** Put together here: one blank more, and it is not the style sheet whose hash the policy names. */
const STYLE = new Html(`<style>${style}</style>`);

const HEADERS = {
	'Content-Type': 'text/html; charset=utf-8',
	'Content-Security-Policy': CSP,
	'Cache-Control': 'no-store',
	'Referrer-Policy': 'no-referrer',
	'X-Content-Type-Options': 'nosniff',
	'X-Robots-Tag': 'noindex, nofollow',
} as const;

/** A text that may be in another language than the page around it: a screen reader has to know, to pronounce it. */
export interface Phrase {
	readonly text: string;
	/** The tag of its language, only where it is not that of the page. */
	readonly lang?: string;
}

export const phrase = ({ text, lang }: Phrase): Html =>
	lang === undefined ? html`${text}` : html`<span lang="${lang}">${text}</span>`;

const langOf = ({ lang }: Phrase): Html | undefined =>
	lang === undefined ? undefined : html` lang="${lang}"`;

/** A whole page in the house's layout: one column, readable from 360 px up, light and dark. */
export function page(status: number, language: Language, heading: string | Phrase, body: Html): Page {
	const title = typeof heading === 'string' ? { text: heading } : heading;
	const document = html`<!doctype html>
		<html lang="${language}">
			<head>
				<meta charset="utf-8" />
				<meta name="viewport" content="width=device-width, initial-scale=1" />
				<meta name="color-scheme" content="light dark" />
				<title${langOf(title)}>${title.text}</title>
				${STYLE}
			</head>
			<body>
				<main>
					<h1${langOf(title)}>${title.text}</h1>
					${body}
				</main>
			</body>
		</html>`;
	return { status, headers: { ...HEADERS, 'Content-Language': language }, html: document.text };
}
