import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { freePorts } from '../../scripts/stage/util/free-ports';
import { icrm, withFakeN8n } from './command';
import type { Trouble } from './fake-n8n';

const html = (status: number, title: string, headers = {}): Trouble => ({
	status,
	text: `<html><head><title>${title}</title></head><body>…</body></html>`,
	headers: { 'content-type': 'text/html', ...headers },
});

describe('an n8n that is not well', () => {
	const fake = withFakeN8n();
	/** `icrm templates import` must end with this exit code and these words, and must have written nothing. */
	async function endsWith(words: string | RegExp, code = 3, ...args: string[]): Promise<string> {
		const ran = await fake.icrm('templates', 'import', ...args);
		expect([ran.code, ran.out]).toEqual([code, '']);
		expect(ran.err).toMatch(words);
		expect(fake.n8n.writes).toEqual([]);
		const { answer } = await fake.json<{ error: object }>('templates', 'import', ...args);
		expect(answer.error).toMatchObject({ message: expect.stringMatching(words), exitCode: code });
		return ran.err;
	}
	const onApi = (trouble: Trouble) => {
		fake.n8n.trouble = ({ path }) => (path.startsWith('/api/') ? trouble : undefined);
	};

	it('is not there', async () => {
		const [port = 0] = await freePorts(1);
		for (const host of ['127.0.0.1', 'localhost'])
			await endsWith(`Nothing answers at http://${host}:${port}`, 3, '--url', `http://${host}:${port}`);
	});

	it('has a host that nobody knows', () =>
		endsWith(
			/The host of http:\/\/no-such-host\.invalid cannot be found/,
			3,
			'--url',
			'http://no-such-host.invalid',
		));

	it('answers too late, or a byte at a time', async () => {
		for (const trouble of ['hang', 'drip'] as const) {
			fake.n8n.trouble = () => trouble;
			const startedAt = Date.now();
			await endsWith(/did not answer within 0\.3 s/, 3, '--timeout', '0.3');
			expect(Date.now() - startedAt).toBeLessThan(3_000);
		}
	});

	it('breaks off every time', async () => {
		fake.n8n.trouble = () => 'break';
		await endsWith('broke off');
	});

	it('breaks off once: looking is tried a second time', async () => {
		const seen = new Set<string>();
		fake.n8n.trouble = ({ method, path }) => {
			if (method !== 'GET' || seen.has(path)) return undefined;
			seen.add(path);
			return path === '/' ? html(502, 'Bad Gateway') : 'break';
		};
		expect(await fake.icrm('templates', 'import', 'warn-before-breach')).toMatchObject({ code: 0 });
	});

	it.each<[string, Trouble, RegExp]>([
		['a page', html(200, 'Welcome'), /answers with something that is not n8n's/],
		['half an answer', 'truncate', /answers with something that is not n8n's/],
		['JSON of somebody else', { status: 200, text: 'null' }, /answers with something that is not n8n's/],
		[
			'a proxy that finds n8n gone',
			html(502, '502 Bad Gateway'),
			/does not answer behind .*\(502 Bad Gateway\)/,
		],
		['a page that says it is starting', html(503, 'n8n is starting up'), /does not answer behind .*503/],
		['a 404', html(404, 'Not Found'), /has no \/api\/v1\/discover/],
		[
			'an error of its own',
			{ status: 500, text: '{"message":"database is locked"}' },
			/500.*database is locked/,
		],
	])('answers with %s', async (_what, trouble, words) => {
		onApi(trouble);
		await endsWith(words, JSON.stringify(trouble).includes('500') ? 1 : 3);
	});

	it('is behind a log-in page, whose ticket is not repeated', async () => {
		onApi(html(302, 'Moved', { location: 'https://login.acme.example/sso?state=secret-ticket' }));
		const said = await endsWith(/sends on to https:\/\/login\.acme\.example\/sso/);
		expect(said).not.toContain('secret-ticket');
	});

	it('goes round in circles with its pages', async () => {
		fake.n8n.trouble = ({ path }) =>
			path.endsWith('/workflows') ? { status: 200, text: '{"data":[],"nextCursor":"again"}' } : undefined;
		await endsWith(/answers with something that is not n8n's/);
	});

	it('does not know the key, which is not repeated', async () => {
		const said = await endsWith(/does not accept the API key/, 3, '--api-key', 'a-key-that-is-wrong');
		expect(said).toContain('Settings → n8n API');
		expect(said).not.toContain('a-key-that-is-wrong');
	});

	it('never shows the key or a password, even where n8n repeats it', async () => {
		const key = fake.n8n.apiKey;
		onApi({ status: 500, text: JSON.stringify({ message: `bad header ${key} from user:pass%20word` }) });
		const url = fake.n8n.url.replace('http://', 'http://user:pass%20word@');
		for (const args of [[], ['--json']]) {
			const { out, err } = await icrm(['templates', 'import', '--url', url, ...args], fake.env);
			expect(out + err).toMatch(/bad header \*\*\*/);
			expect(out + err).not.toMatch(/a-key-that-is-right|pass%20word|pass word/);
		}
	});

	it('wants a user and a password before it, which are given from the address', async () => {
		const url = fake.n8n.url.replace('http://', 'http://user:secret-one@');
		await icrm(['templates', 'import', '--dry-run', '--url', url], fake.env);
		expect(fake.n8n.asked[0]?.headers.authorization).toBe(
			`Basic ${Buffer.from('user:secret-one').toString('base64')}`,
		);
	});

	it('closes connections that are idle, so each request has one of its own', async () => {
		expect(await fake.icrm('templates', 'import', 'warn-before-breach')).toMatchObject({ code: 0 });
		const kept = fake.n8n.asked.filter(({ headers }) => headers.connection !== 'close');
		expect(kept).toEqual([]);
	});

	it('gave a key that may not do all of it', async () => {
		fake.n8n.scopes = ['workflow:list', 'workflow:create', 'workflow:update', 'credential:list'];
		await endsWith(/lacks the scopes workflow:activate, workflowTags:update, tag:list, tag:create/);
	});

	it('hides a list from the key', async () => {
		fake.n8n.trouble = ({ path }) =>
			path.endsWith('/credentials') ? { status: 403, text: '{"message":"Forbidden"}' } : undefined;
		await endsWith('The API key may not see /api/v1/credentials');
	});

	it.each(['2.39.1', '1.120.4'])('is too old: %s', async (version) => {
		fake.n8n.version = version;
		await endsWith(`This n8n is ${version}; the templates need 2.40 or newer`);
	});

	it.each(['2.40.0', '2.41.0-rc.1', '3.0.0'])('is new enough: %s', async (version) => {
		fake.n8n.version = version;
		expect(await fake.icrm('templates', 'import', '--dry-run')).toMatchObject({ code: 0 });
	});

	it('does not say its version, and is tried', async () => {
		fake.n8n.trouble = ({ path }) => (path === '/' ? html(404, 'No editor here') : undefined);
		const { code, err } = await fake.icrm('templates', 'import', '--dry-run');
		expect([code, err]).toEqual([0, expect.stringContaining('n8n of unknown version')]);
	});

	it('does not have the pack', async () => {
		fake.n8n.hasPack = false;
		await endsWith('The ICRM nodes are not installed in this n8n');
	});

	it('has no key given to it', async () => {
		const { code, err } = await icrm(['templates', 'import'], { N8N_URL: fake.n8n.url, N8N_API_KEY: '' });
		expect([code, err]).toEqual([3, expect.stringContaining('There is no API key')]);
		expect(fake.n8n.asked).toEqual([]);
	});

	it('speaks something else altogether', async () => {
		const server = createServer((socket) => socket.end('SSH-2.0-OpenSSH\r\n'));
		await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
		const { port } = server.address() as AddressInfo;
		try {
			await endsWith(/broke off/, 3, '--url', `http://127.0.0.1:${port}`);
			await endsWith(/does not speak TLS|broke off/, 3, '--url', `https://127.0.0.1:${port}`);
		} finally {
			server.close();
		}
	});
});
