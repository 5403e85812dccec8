import type { ImportReport } from '../../cli/import/import-all';
import { readTemplates } from '../../cli/templates/template-files';
import { withFakeN8n } from './command';
import type { FakeN8n, Trouble } from './fake-n8n';

const ALL = readTemplates();

describe('an import that fails in the middle', () => {
	const fake = withFakeN8n();
	const importNow = async (...args: string[]) => {
		const { code, answer } = await fake.json<ImportReport>('templates', 'import', ...args);
		return { code, rows: answer.templates };
	};

	/** The n-th call of a kind meets trouble, before or after n8n has done what it was asked for. */
	function nth(n8n: FakeN8n, kind: RegExp, n: number, trouble: Trouble, done = false): void {
		let seen = 0;
		n8n.trouble = ({ method, path, body }) => {
			if (!kind.test(`${method} ${path}`) || ++seen !== n) return undefined;
			if (done) n8n.workflows.create(body);
			return trouble;
		};
	}
	/** All is there once, tagged, and a further import has nothing to do. */
	async function isComplete(): Promise<void> {
		expect(fake.n8n.workflows.rows.map(({ name }) => name).sort()).toEqual(
			ALL.map(({ name }) => name).sort(),
		);
		for (const { tags } of fake.n8n.workflows.rows) expect(tags.map(({ name }) => name)).toEqual(['icrm']);
		const names = fake.n8n.credentials.rows.map(({ name }) => name);
		expect(new Set(names).size).toBe(names.length);
		const { code, rows } = await importNow();
		expect([code, new Set(rows.map(({ action }) => action))]).toEqual([0, new Set(['unchanged'])]);
	}

	it('n8n refuses the third: it is told, the others go in, the next import brings the third', async () => {
		nth(fake.n8n, /POST .*\/workflows$/, 3, { status: 500, text: '{"message":"out of memory"}' });
		const { code, rows } = await importNow();
		expect(code).toBe(1);
		expect(rows.map(({ action }) => action)).toEqual([
			...['created', 'created', 'failed'],
			...ALL.slice(3).map(() => 'created'),
		]);
		expect(rows[2]).toMatchObject({ workflowId: null, published: false });
		expect(rows[2]?.notes.join(' ')).toMatch(/out of memory.*Nothing of it is in n8n\..*log/);
		await importNow();
		await isComplete();
	});

	it.each<[string, Trouble]>([
		['the line goes dead', 'break'],
		['the proxy loses n8n', { status: 502, text: '<html><title>502 Bad Gateway</title></html>' }],
		['an answer makes no sense', { status: 200, text: '{}' }],
		['the log-in page comes up', { status: 302, text: '', headers: { location: 'https://login.example' } }],
	])('%s at the third: the rest is not tried, and the next import completes it', async (_what, trouble) => {
		nth(fake.n8n, /POST .*\/workflows$/, 3, trouble);
		const { code, rows } = await importNow();
		expect(code).toBe(1);
		expect(rows.map(({ action }) => action)).toEqual([
			...['created', 'created', 'failed'],
			...ALL.slice(3).map(() => 'skipped'),
		]);
		expect(rows[2]?.notes).toContain('Whether it arrived, the next import finds out.');
		expect(fake.n8n.workflows.rows).toHaveLength(2);
		await importNow();
		await isComplete();
	});

	it('the answer is lost after n8n has created it: it is not created twice', async () => {
		nth(fake.n8n, /POST .*\/workflows$/, 3, 'break', true);
		expect(await importNow()).toMatchObject({ code: 1 });
		expect(fake.n8n.workflows.rows).toHaveLength(3);
		await importNow();
		await isComplete();
	});

	it('n8n is slow for once: nothing is written twice', async () => {
		nth(fake.n8n, /POST .*\/workflows$/, 2, 'hang', true);
		expect(await importNow('--timeout', '0.5')).toMatchObject({ code: 1 });
		expect(fake.n8n.writes.filter((write) => write === 'POST /workflows')).toHaveLength(2);
		await importNow();
		await isComplete();
	});

	it('a workflow is created and not tagged: that is told, and the next import tags it', async () => {
		nth(fake.n8n, /PUT .*\/tags$/, 1, { status: 500, text: '{"message":"no"}' });
		const { rows } = await importNow();
		expect(rows[0]).toMatchObject({ action: 'failed', workflowId: fake.n8n.workflows.rows[0]?.id });
		expect(rows[0]?.notes).toContain('It is in n8n, without its tag.');
		expect((await importNow()).rows[0]).toMatchObject({ action: 'updated' });
		await isComplete();
	});

	it('a tag cannot be made: no workflow is created without it', async () => {
		nth(fake.n8n, /POST .*\/tags$/, 1, 'break');
		expect((await importNow()).rows[0]).toMatchObject({ action: 'failed', workflowId: null });
		expect(fake.n8n.workflows.rows).toEqual([]);
		await importNow();
		await isComplete();
	});

	it('a credential is created, and then n8n is gone: the next import uses that one', async () => {
		nth(fake.n8n, /POST .*\/workflows$/, 1, 'break');
		await importNow();
		expect(fake.n8n.credentials.rows).toHaveLength(1);
		await importNow();
		await isComplete();
	});

	it('a workflow is in place and cannot be published: that is told, and the next import publishes it', async () => {
		fake.n8n.credentials.create({ name: 'SMTP account', type: 'smtp', data: { host: 'mail.acme.example' } });
		nth(fake.n8n, /\/publish$/, 1, { status: 409, text: '{"message":"webhook path is taken"}' });
		const first = (await importNow('--publish')).rows[0];
		expect(first).toMatchObject({ action: 'failed', published: false });
		expect(first?.notes.join(' ')).toMatch(/webhook path is taken.*It is in n8n, but not published/);
		expect((await importNow('--publish')).rows[0]).toMatchObject({ action: 'unchanged', published: true });
	});

	it.each([
		[
			'fails',
			/n8n has not started its triggers within 1 s\. It is in n8n, but not active\. Publish it in n8n's editor/,
		],
		[
			'is taken back',
			/n8n has not kept it published\. It is in n8n, but not active\. Publish it in n8n's editor/,
		],
	] as const)(
		'a publication that %s is told, and the next import makes it good',
		async (publication, words) => {
			fake.n8n.credentials.create({
				name: 'SMTP account',
				type: 'smtp',
				data: { host: 'mail.acme.example' },
			});
			fake.n8n.workflows.publication = publication;
			const { code, rows } = await importNow('--publish', '--timeout', '1');
			expect(code).toBe(1);
			expect(rows[0]).toMatchObject({ action: 'failed', published: false });
			expect(rows[0]?.notes.join(' ')).toMatch(words);
			fake.n8n.workflows.publication = 'starts';
			fake.n8n.workflows.list();
			expect((await importNow('--publish')).rows[0]).toMatchObject({ action: 'unchanged', published: true });
		},
	);

	it('tells it as text, too', async () => {
		nth(fake.n8n, /POST .*\/workflows$/, 2, 'break');
		const { code, out } = await fake.icrm('templates', 'import');
		expect(code).toBe(1);
		expect(out).toMatch(/^effort-survey +failed .*broke off/m);
		expect(out).toMatch(/^load-sample-company +skipped +Not tried: n8n was gone\.$/m);
	});
});
