import { address, webAddress } from '../../../engine/input/web-address';

it.each([
	['https://desk.example/tickets/7?x=1#note-2', 'https://desk.example/tickets/7?x=1#note-2'],
	[' HTTP://Desk.Example ', 'http://desk.example/'],
	['https://desk.example/工单/7', 'https://desk.example/%E5%B7%A5%E5%8D%95/7'],
	['https://desk.example/a"b<c>', 'https://desk.example/a%22b%3Cc%3E'],
])('%j is the address %j', (text, url) => {
	expect(webAddress(text)).toBe(url);
	expect(address.parse(text)).toBe(url);
});

it.each([
	'javascript:alert(1)',
	' java\nscript:alert(1)',
	'data:text/html,<script>alert(1)</script>',
	'ftp://desk.example/7',
	'file:///etc/passwd',
	'mailto:ann@acme.example',
	'https://bank.example@evil.example/',
	'https://ann:secret@desk.example/',
	'//desk.example/7',
	'desk.example/7',
	'https://',
	'',
])('%j is none', (text) => {
	expect(webAddress(text)).toBeUndefined();
	expect(address.safeParse(text).success).toBe(false);
});

it('is not endless, also not in its normal form', () => {
	expect(address.safeParse(`https://desk.example/${'x'.repeat(2_000)}`).success).toBe(false);
	expect(address.safeParse(`https://desk.example/${'工'.repeat(500)}`).success).toBe(false);
});
