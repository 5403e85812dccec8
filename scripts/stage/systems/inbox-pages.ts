import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ReceivedMail } from './received-mail';

const HEADERS = {
	'content-type': 'text/html; charset=utf-8',
	// The mail's own frame inherits this: its styles and embedded pictures show, nothing is fetched, nothing runs.
	'content-security-policy':
		"default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
	'cache-control': 'no-store',
	'referrer-policy': 'no-referrer',
	'x-content-type-options': 'nosniff',
};

const STYLE = `
:root { color-scheme: light dark; --ink: #1b1f24; --dim: #5b6570; --line: #d9dee3; --page: #f6f7f8; --card: #fff; --link: #0b57d0 }
@media (prefers-color-scheme: dark) { :root { --ink: #e7eaed; --dim: #a0aab4; --line: #363c43; --page: #14171a; --card: #1d2125; --link: #8ab4f8 } }
* { box-sizing: border-box }
body { margin: 0; background: var(--page); color: var(--ink); font: 15px/1.5 system-ui, 'Liberation Sans', sans-serif }
main { max-width: 60rem; margin: 0 auto; padding: 1.5rem 1rem 3rem }
h1 { font-size: 1.3rem; line-height: 1.3; margin: .5rem 0 .25rem; overflow-wrap: anywhere }
h2 { font-size: .95rem; color: var(--dim); font-weight: 600; margin: 1.5rem 0 .5rem }
p { margin: 0 }
a { color: var(--link) }
.dim { color: var(--dim) }
.mails { list-style: none; margin: 1rem 0 0; padding: 0; background: var(--card); border: 1px solid var(--line); border-radius: 8px; overflow: hidden }
.mails li + li { border-top: 1px solid var(--line) }
.mails a { display: grid; grid-template-columns: 15rem 1fr auto; gap: 0 1rem; padding: .6rem 1rem; color: inherit; text-decoration: none }
.mails a:hover, .mails a:focus-visible { background: var(--page) }
.mails span { overflow: hidden; text-overflow: ellipsis; white-space: nowrap }
.mails .subject { font-weight: 600 }
dl { display: grid; grid-template-columns: auto 1fr; gap: .1rem 1rem; margin: .75rem 0 0 }
dt { color: var(--dim) }
dd { margin: 0; overflow-wrap: anywhere }
pre, iframe { width: 100%; margin: 0; border: 1px solid var(--line); border-radius: 8px }
pre { padding: 1rem; background: var(--card); font: 14px/1.5 ui-monospace, 'Liberation Mono', monospace; white-space: pre-wrap; overflow-wrap: anywhere }
iframe { display: block; height: 75vh; background: #fff; color-scheme: light }
@media (max-width: 40rem) {
	.mails a { grid-template-columns: 1fr auto }
	.mails .subject { grid-row: 2; grid-column: 1 / -1; white-space: normal }
}`;

/** Text made harmless in HTML, in attributes too. */
export function escapeHtml(text: string): string {
	const names: Record<string, string> = {
		'&': '&amp;',
		'<': '&lt;',
		'>': '&gt;',
		'"': '&quot;',
		"'": '&#39;',
	};
	return text.replace(/[&<>"']/g, (character) => names[character] ?? character);
}

/** Plain text with its web addresses made into links, which open beside the inbox. */
function linked(text: string): string {
	return text
		.split(/(https?:\/\/[^\s<>"']+)/)
		.map((part, index) =>
			index % 2 === 0
				? escapeHtml(part)
				: `<a href="${escapeHtml(part)}" target="_blank" rel="noopener">${escapeHtml(part)}</a>`,
		)
		.join('');
}

function timeOf(mail: ReceivedMail): string {
	const shown = mail.receivedAt.toLocaleTimeString('en-GB');
	return `<time datetime="${mail.receivedAt.toISOString()}">${shown}</time>`;
}

function page(title: string, body: string, head = ''): string {
	return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,"><title>${escapeHtml(title)}</title>${head}<style>${STYLE}</style></head>
<body><main>${body}</main></body></html>`;
}

function listPage(mails: readonly ReceivedMail[]): string {
	const rows = [...mails].reverse().map(
		(mail) => `<li><a href="/mail/${escapeHtml(mail.id)}">
<span>${escapeHtml(mail.to.join(', '))}</span><span class="subject">${escapeHtml(mail.subject || '(no subject)')}</span>
<span class="dim">${timeOf(mail)}</span></a></li>`,
	);
	const count = mails.length === 1 ? '1 mail' : `${mails.length} mails`;
	const list = rows.length === 0 ? '' : `<ul class="mails">${rows.join('')}</ul>`;
	const body = `<h1>Inbox</h1><p class="dim">${count}. Every address ends here; nothing leaves this machine.</p>${list}`;
	return page(`Inbox (${mails.length})`, body, '<meta http-equiv="refresh" content="3">');
}

function mailPage(mail: ReceivedMail): string {
	// Links in the mail open in a tab of their own; scripts and forms in it do not work.
	const frame = `<base target="_blank">${mail.html}`;
	const html = `<h2>As HTML</h2><iframe title="The mail as HTML" sandbox="allow-popups allow-popups-to-escape-sandbox" srcdoc="${escapeHtml(frame)}"></iframe>`;
	const text = `<h2>As text</h2><pre>${linked(mail.text.trim())}</pre>`;
	const body = `<p><a href="/">All mail</a></p><h1>${escapeHtml(mail.subject || '(no subject)')}</h1>
<dl><dt>From</dt><dd>${escapeHtml(mail.from)}</dd><dt>To</dt><dd>${escapeHtml(mail.to.join(', '))}</dd>
<dt>Came</dt><dd>${timeOf(mail)}</dd></dl>${mail.html ? html : ''}${mail.text ? text : ''}`;
	return page(mail.subject || 'Mail', body);
}

/** The inbox's web server: `/` lists, `/mail/<id>` shows one. It reads only; there is nothing to press. */
export function answerInbox(
	request: IncomingMessage,
	response: ServerResponse,
	mails: readonly ReceivedMail[],
): void {
	const path = request.url?.split('?')[0] ?? '/';
	const mail = mails.find(({ id }) => path === `/mail/${id}`);
	const html = path === '/' ? listPage(mails) : mail && mailPage(mail);
	response.writeHead(html ? 200 : 404, HEADERS);
	response.end(html ?? page('Not found', '<h1>No such mail</h1><p><a href="/">All mail</a></p>'));
}
