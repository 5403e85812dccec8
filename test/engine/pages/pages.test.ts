import { createHash } from 'node:crypto';
import {
	button,
	choices,
	composeParts,
	details,
	faultList,
	fillIn,
	html,
	makeNonce,
	makeToken,
	page,
	paragraph,
	problemPage,
	readNonce,
	readToken,
	scaleField,
	table,
	textField,
} from '../../../engine/pages';
import { readSubmission } from '../../../engine/pages/submission';

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

	it('tells a person what is wrong, in their language', () => {
		expect(problemPage('expired', 'en')).toMatchObject({ status: 410 });
		expect(problemPage('expired', 'zh').html).toContain('链接已过期');
		expect(problemPage('expired', 'de').html).toContain('Dieser Link ist abgelaufen');
	});
});

describe('what was submitted', () => {
	const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
	const nonce = makeNonce(secret, 'token', 10_000);
	const read = (changes: object, now = 12_000) =>
		readSubmission(
			secret,
			'token',
			{ method: 'POST', query: {}, headers: FORM, body: { nonce, rating: '4' }, ...changes },
			now,
		);

	it('counts, is asked for again, or is refused', () => {
		expect(read({})).toEqual({ kind: 'sent', fields: { nonce, rating: '4' } });
		expect(read({}, 11_999)).toMatchObject({ kind: 'again', fields: { rating: '4' } });
		expect(read({ body: { rating: '4' } })).toMatchObject({ kind: 'again' });
		expect(read({ headers: {} })).toEqual({ kind: 'refused', why: 'unreadable' });
		expect(read({ body: { text: 'x'.repeat(20_001) } })).toEqual({ kind: 'refused', why: 'tooLarge' });
	});
});

describe('words in a text', () => {
	it('are filled in once; what stands for nothing stays', () => {
		const words = { subject: 'The {department} move', department: 'IT' };
		expect(fillIn('{subject} by {department}, {x}, {toString}, {', words)).toBe(
			'The {department} move by IT, {x}, {toString}, {',
		);
	});
});

describe('a form', () => {
	const scale = {
		name: 'rating',
		question: 'How was <it>?',
		least: { value: 0, meaning: '0 = bad' },
		most: { value: 2, meaning: '2 = good' },
		chosen: '2',
	};
	const comment = { name: 'comment', label: 'Why?', hint: 'Optional.', longest: 10, typed: '\n<b>' };

	it('offers a scale as radio buttons in a group named by its question', () => {
		const { text } = scaleField(scale, []);
		expect(text).toMatch(/<fieldset\s+role="radiogroup"\s+aria-labelledby="rating-question"/);
		expect(text).toContain('<legend id="rating-question">How was &lt;it&gt;?</legend>');
		expect(text.match(/type="radio"/g)).toHaveLength(3);
		expect(text.match(/checked/g)).toHaveLength(1);
		expect(text).not.toContain('invalid');
	});

	it('keeps what was typed, a line break at the beginning included', () => {
		expect(textField(comment, []).text).toMatch(
			/<textarea[^>]*aria-describedby="comment-hint"[^>]*>\n\n&lt;b&gt;<\/textarea/,
		);
	});

	it('says at the top and at the field what is wrong', () => {
		const faults = [
			{ field: 'rating', text: 'Choose one.' },
			{ field: 'comment', text: 'Too long.' },
		];
		expect(faultList('Not sent.', faults).text).toContain('<a href="#rating">Choose one.</a>');
		expect(scaleField(scale, faults).text).toMatch(
			/aria-invalid="true" aria-describedby="rating-fault"[^]*id="rating"[^]*id="rating-fault">Choose one\./,
		);
		expect(textField(comment, faults).text).toMatch(
			/aria-describedby="comment-fault comment-hint"\s+aria-invalid="true"[^]*id="comment-fault">Too long\./,
		);
	});

	it('says what it is about, as far as it is known', () => {
		const { text } = details([
			['About', 'A & B'],
			['Nothing', undefined],
			['None', null],
		]);
		expect(text).toMatch(/<dt>About<\/dt>\s*<dd>A &amp; B<\/dd>/);
		expect(text).not.toMatch(/Nothing|None/);
	});
});

describe('a mail', () => {
	const parts = [
		paragraph('Hello <you>,'),
		table([['About', 'A & B']], 'zh'),
		choices({ text: 'Bad · good', html: html`Bad · good` }, [
			{ label: '1', url: 'https://x.example/?a=1&b=2' },
		]),
		button('Go there:', 'Go', 'https://x.example/'),
	];

	it('says the same as text and as HTML', () => {
		const mail = composeParts('zh', 'Sub\r\nject', parts);
		expect(mail.subject).toBe('Sub ject');
		expect(mail.text).toBe('Hello <you>,\n\nAbout：A & B\n\nBad · good\n\nGo there:\nhttps://x.example/');
		for (const text of ['Hello &lt;you&gt;,', 'A &amp; B', 'href="https://x.example/?a=1&amp;b=2"', '>Go</a'])
			expect(mail.html).toContain(text);
		expect(mail.html).not.toMatch(/src=|url\(|<link|<script/);
	});
});
