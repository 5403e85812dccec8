import { createHash } from 'node:crypto';
import {
	html,
	languageOf,
	languageOfHeader,
	makeNonce,
	makeToken,
	page,
	problemPage,
	readNonce,
	readToken,
} from '../../../engine/pages';

const secret = Buffer.from('a secret of this installation');
const other = Buffer.from('another installation');
const token = { purpose: 'acknowledge', subject: 'run:1.1:tom', expiresAt: 1_000 } as const;

describe('a signed token', () => {
	it('opens what it was made for, until it expires', () => {
		expect(readToken(secret, 'acknowledge', makeToken(secret, token), 1_000)).toEqual({ ok: true, token });
		expect(readToken(secret, 'acknowledge', makeToken(secret, token), 1_001)).toEqual({
			ok: false,
			why: 'expired',
		});
	});

	it.each([
		['signed by another installation', makeToken(other, token)],
		['altered', makeToken(secret, token).replace(/^./, (first) => (first === 'W' ? 'X' : 'W'))],
		[
			'with another payload under its signature',
			`${Buffer.from('["run:1.1:eva",9999]').toString('base64url')}.${makeToken(secret, token).split('.')[1]}`,
		],
		['cut off', makeToken(secret, token).slice(0, -4)],
		['empty', ''],
		['far too long', 'x'.repeat(5_000)],
		['of three parts', `${makeToken(secret, token)}.x`],
	])('%s opens nothing', (_what, text) => {
		expect(readToken(secret, 'acknowledge', text, 0)).toEqual({ ok: false, why: 'forged' });
	});
});

describe('a nonce', () => {
	const nonce = makeNonce(secret, 'token', 10_000);
	it('takes a form that a person had time to read', () => {
		expect(readNonce(secret, 'token', nonce, 12_000)).toBe('fresh');
	});
	it('refuses one that was submitted at once, as scanners do', () => {
		expect(readNonce(secret, 'token', nonce, 11_999)).toBe('early');
	});
	it('refuses one of another page, an old one, and none', () => {
		expect(readNonce(secret, 'other token', nonce, 12_000)).toBe('stale');
		expect(readNonce(secret, 'token', nonce, 10_000 + 25 * 3_600_000)).toBe('stale');
		expect(readNonce(secret, 'token', '', 12_000)).toBe('stale');
	});
});

describe('a page', () => {
	it('escapes what it is given and loads nothing', () => {
		const shown = page(
			200,
			'zh',
			'<请求>',
			html`<p>${'<script>alert(1)</script>'} ${[html`<b>fine</b>`]}</p>`,
		);
		expect(shown.html).toContain('&lt;script&gt;alert(1)&lt;/script&gt; <b>fine</b>');
		expect(shown.html).toContain('<html lang="zh">');
		expect(shown.html).not.toMatch(/src=|@import|url\(/);
		expect(shown.headers).toMatchObject({ 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer' });
		expect(shown.headers['Content-Security-Policy']).toMatch(
			/^default-src 'none'; style-src 'sha256-[^']+'; form-action 'self'/,
		);
	});

	it('names the hash of the style that stands in it: a browser ignores any other', () => {
		const shown = page(200, 'en', 'Title', html`<p>Text</p>`);
		const inside = /<style>([\s\S]*)<\/style>/.exec(shown.html)?.[1] ?? '';
		const hash = createHash('sha256').update(inside).digest('base64');
		expect(shown.headers['Content-Security-Policy']).toContain(`style-src 'sha256-${hash}'`);
	});

	it('tells a person what is wrong, in both languages', () => {
		expect(problemPage('expired', 'en')).toMatchObject({ status: 410 });
		expect(problemPage('expired', 'zh').html).toContain('链接已过期');
	});

	it('speaks the reader’s language, else English', () => {
		expect([languageOf('zh-CN'), languageOf('de-DE'), languageOf(undefined)]).toEqual(['zh', 'en', 'en']);
		expect([
			languageOfHeader('de, zh-TW;q=0.8'),
			languageOfHeader('en-US,zh'),
			languageOfHeader(undefined),
		]).toEqual(['zh', 'en', 'en']);
	});
});
