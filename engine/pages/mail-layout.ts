import { textsIn, type Language } from '../languages';
import { knownRows, valueHtml, type Rows } from './details';
import { html, phrase, type Html, type Phrase } from './page';
import { pluck } from '../pluck';

export interface Mail {
	readonly subject: string;
	readonly text: string;
	readonly html: string;
}

/** A piece of a mail, for programs that show HTML and for those that do not. */
export interface MailPart {
	readonly text: string;
	readonly html: Html;
}

const MUTED = 'color:#5a6478';
const CELL = 'padding:4px 12px 4px 0;vertical-align:top';

export const paragraph = (text: string): MailPart => ({ text, html: html`<p>${text}</p>` });

export const emphasis = (said: Phrase): MailPart => ({
	text: said.text,
	html: html`<p style="font-weight:600;font-size:18px">${phrase(said)}</p>`,
});

export function table(rows: Rows, language: Language): MailPart {
	const known = knownRows(rows);
	const { colon } = textsIn(language);
	return {
		text: known
			.map(([label, value]) => asText(label + colon, typeof value === 'string' ? value : value.url))
			.join('\n'),
		html: html`<table role="presentation" style="border-collapse:collapse;margin:0 0 16px">
			${known.map(
				([label, value]) =>
					html`<tr>
						<td style="${CELL};${MUTED}">${label}</td>
						<td style="${CELL};white-space:pre-line;overflow-wrap:anywhere">${valueHtml(value)}</td>
					</tr> `,
			)}
		</table>`,
	};
}

/** A text of several lines stands below its label, further in: none of its lines looks like a row. */
const asText = (label: string, value: string): string =>
	value.includes('\n') ? `${label.trimEnd()}\n${value.replace(/^(?=.)/gm, '  ')}` : label + value;

/** What is asked for, and where to do it: once to press, once to copy. */
export const button = (ask: string, label: string, url: string): MailPart => ({
	text: `${ask}\n${url}`,
	html: html`<p>${ask}</p>
		<p>
			<a
				href="${url}"
				style="display:inline-block;padding:12px 20px;background:#1f5fbf;color:#ffffff;text-decoration:none;border-radius:6px;font-weight:600"
				>${label}</a
			>
		</p>
		<p style="${MUTED};font-size:13px;overflow-wrap:anywhere">${url}</p>`,
});

/** A row of links that wraps where the window is narrow; each big enough for a thumb. As text there is nothing to press. */
export const choices = (
	line: MailPart,
	links: readonly { readonly label: string; readonly url: string }[],
): MailPart => ({
	text: line.text,
	html: html`<p style="margin:0 0 8px">${line.html}</p>
		<p style="margin:0 0 16px">
			${links.map(
				({ label, url }) =>
					html`<a
						href="${url}"
						style="display:inline-block;min-width:24px;margin:0 4px 8px 0;padding:10px 6px;border:1px solid #1f5fbf;border-radius:6px;background:#ffffff;color:#1f5fbf;text-align:center;text-decoration:none;font-weight:600"
						>${label}</a
					> `,
			)}
		</p>`,
});

/** Inline styles and tables: what mail programs understand. No picture, nothing loaded from elsewhere. */
export function composeParts(language: Language, subject: string, parts: readonly MailPart[]): Mail {
	const document = html`<!doctype html>
		<html lang="${language}">
			<head>
				<meta charset="utf-8" />
				<meta name="viewport" content="width=device-width, initial-scale=1" />
				<title>${subject}</title>
			</head>
			<body
				style="margin:0;padding:16px;max-width:640px;font-family:system-ui,'PingFang SC','Microsoft YaHei',sans-serif;font-size:16px;line-height:1.5"
			>
				${pluck(parts, 'html')}
			</body>
		</html>`;
	return {
		// A title may have been pasted with its line breaks, which would end the header.
		subject: subject.replace(/\s+/g, ' ').trim(),
		text: parts.map((part) => part.text).join('\n\n'),
		html: document.text,
	};
}
