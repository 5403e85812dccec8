import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ImportReport } from '../../cli/import/import-all';
import { withFakeN8n } from './command';

const MAIL = 'breach-escalation-mail';
const DESK = 'redmine';
const PASSWORD = 'correct horse battery';
const SMTP = {
	type: 'smtp',
	data: { host: 'mail.acme.example', port: 587, user: 'icrm', password: PASSWORD },
};

describe('the credentials that templates need', () => {
	const fake = withFakeN8n();
	const folder = mkdtempSync(join(tmpdir(), 'icrm-credentials-'));
	afterAll(() => rmSync(folder, { recursive: true, force: true }));
	const fileWith = (content: unknown): string => {
		const file = join(folder, 'credentials.json');
		writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
		return file;
	};
	const importNow = async (...args: string[]) => {
		const { answer } = await fake.json<ImportReport>('templates', 'import', ...args);
		const { templates, credentials } = answer;
		return { row: templates[0], credentials };
	};
	const have = (name: string, type = 'smtp') => fake.n8n.credentials.create({ name, type, data: {} }).id;
	/** Ids of the credentials of a type that the workflow of a template uses. */
	const used = (type = 'smtp') => [
		...new Set(
			fake.n8n.workflows.rows
				.flatMap(({ nodes }) => nodes)
				.flatMap(({ credentials }) => credentials?.[type]?.id ?? []),
		),
	];

	it('are found by name', async () => {
		have('Another');
		const id = have('SMTP account');
		expect(await importNow(MAIL)).toMatchObject({ credentials: [{ how: 'found', id }] });
		expect(used()).toEqual([id]);
	});

	it('are found by type where there is only one', async () => {
		const id = have('Our mail server');
		await importNow(MAIL);
		expect(used()).toEqual([id]);
	});

	it('are never taken from those that may be for something else altogether', async () => {
		const id = have('Key of the billing system', 'httpHeaderAuth');
		await importNow(DESK);
		expect(used('httpHeaderAuth')).not.toContain(id);
		expect(used('httpHeaderAuth')).toHaveLength(1);
	});

	it('are left to the admin where there are several of a type', async () => {
		have('One');
		have('Two');
		const { row, credentials } = await importNow(MAIL, '--publish');
		expect(credentials).toMatchObject([{ how: 'several' }]);
		expect(row).toMatchObject({
			action: 'created',
			published: false,
			notes: ["Not published yet: it needs 'SMTP account'."],
		});
		const { out } = await fake.icrm('templates', 'import', MAIL);
		expect(out).toContain('Choose one of your credentials of type smtp in the nodes');
		// Chosen by hand, there is nothing left to say.
		for (const workflow of fake.n8n.workflows.rows)
			workflow.nodes = workflow.nodes.map((node) =>
				node.type.endsWith('emailSend')
					? { ...node, credentials: { smtp: { id: 'cred1', name: 'Two' } } }
					: node,
			);
		expect(await importNow(MAIL, '--publish')).toMatchObject({
			row: { action: 'unchanged', published: true },
			credentials: [],
		});
	});

	it('are completed once they are there', async () => {
		have('One');
		const other = have('Two');
		await importNow(MAIL);
		fake.n8n.credentials.rows.splice(0, 1);
		const { row } = await importNow(MAIL, '--publish');
		expect(row).toMatchObject({
			action: 'updated',
			published: true,
			notes: ['Its credentials were missing.'],
		});
		expect(used()).toEqual([other]);
		expect(await importNow(MAIL)).toMatchObject({ row: { action: 'unchanged' } });
	});

	describe('and are nowhere', () => {
		it('are created empty, once; nothing is published before somebody has filled them in', async () => {
			const first = await importNow(MAIL, '--publish');
			expect(first).toMatchObject({
				row: { action: 'created', published: false, notes: ["Not published yet: it needs 'SMTP account'."] },
				credentials: [{ name: 'SMTP account', how: 'empty', id: 'cred0' }],
			});
			const again = await importNow(MAIL, '--publish');
			expect(again).toMatchObject({
				row: { action: 'unchanged', published: false },
				credentials: [{ how: 'empty' }],
			});
			const { out } = await fake.icrm('templates', 'import', MAIL);
			expect(out).toContain(
				"Fill in the credential 'SMTP account' (smtp) in n8n under Credentials: it is empty.",
			);
			fake.n8n.credentials.update('cred0', { data: SMTP.data });
			expect(await importNow(MAIL, '--publish')).toMatchObject({
				row: { action: 'unchanged', published: true },
				credentials: [],
			});
			expect(fake.n8n.credentials.rows).toHaveLength(1);
		});

		it('are known to be empty also by templates that come later', async () => {
			await importNow(MAIL);
			expect(await importNow('warn-before-breach', '--publish')).toMatchObject({
				row: { published: false },
				credentials: [{ how: 'empty', id: 'cred0' }],
			});
		});

		it('are not created anew when the admin gave them another name', async () => {
			await importNow(DESK);
			fake.n8n.credentials.rows.forEach((row) => Object.assign(row, { name: 'Redmine, production' }));
			const writes = fake.n8n.writes.length;
			expect(await importNow(DESK)).toMatchObject({ row: { action: 'unchanged' } });
			expect(fake.n8n.writes).toHaveLength(writes);
		});

		it('are created from the file, and go before the only one of their type', async () => {
			have('Something else');
			const { row, credentials } = await importNow(
				MAIL,
				'--publish',
				'--credentials',
				fileWith({ 'SMTP account': SMTP }),
			);
			expect([row?.published, credentials]).toMatchObject([true, [{ how: 'created', id: 'cred1' }]]);
			expect(fake.n8n.credentials.data.get('cred1')).toEqual(SMTP.data);
			expect(used()).toEqual(['cred1']);
		});

		it('are filled in from the file when they were created empty before', async () => {
			await importNow(MAIL);
			const file = fileWith({ 'SMTP account': SMTP });
			expect(await importNow(MAIL, '--publish', '--credentials', file)).toMatchObject({
				row: { action: 'unchanged', published: true },
				credentials: [{ how: 'created', id: 'cred0' }],
			});
			expect(fake.n8n.credentials.data.get('cred0')).toEqual(SMTP.data);
			// What has been filled in is the admin's.
			const writes = fake.n8n.writes.length;
			await importNow(MAIL, '--credentials', file);
			expect(fake.n8n.writes).toHaveLength(writes);
		});

		it('cannot be created: the workflow goes in, and what is left to do is told', async () => {
			fake.n8n.trouble = ({ method, path }) =>
				method === 'POST' && path.endsWith('/credentials')
					? { status: 400, text: '{"message":"not allowed here"}' }
					: undefined;
			const { code, out } = await fake.icrm('templates', 'import', MAIL);
			expect([code, out]).toEqual([
				0,
				expect.stringContaining("Create a credential 'SMTP account' (smtp) in n8n"),
			]);
		});

		it('are refused by n8n with their data in its words: the data is not shown', async () => {
			fake.n8n.trouble = ({ method, path, body }) =>
				method === 'POST' && path.endsWith('/credentials')
					? { status: 400, text: JSON.stringify({ message: `no: ${JSON.stringify(body)}` }) }
					: undefined;
			const { code, out, err } = await fake.icrm(
				'templates',
				'import',
				MAIL,
				'warn-before-breach',
				'--credentials',
				fileWith({ 'SMTP account': SMTP }),
			);
			expect(code).toBe(1);
			expect(out + err).not.toContain(PASSWORD);
			expect(out).toContain('***');
			// Asked for by two templates, refused once.
			expect(fake.n8n.writes.filter((write) => write === 'POST /credentials')).toHaveLength(1);
			expect(fake.n8n.workflows.rows).toEqual([]);
		});
	});

	it.each<[string, unknown, RegExp]>([
		['is not JSON', `{"SMTP account": ${PASSWORD}`, /cannot be read: it is not JSON/],
		['is a list', [SMTP], /the whole is wrong|0 is wrong|Expected object/],
		['lacks a type', { 'SMTP account': { data: {} } }, /SMTP account\.type is wrong/],
		[
			'has data beside its place',
			{ 'SMTP account': { ...SMTP, password: PASSWORD } },
			/SMTP account is wrong/,
		],
		['names one that no template asks for', { 'SMTP acount': SMTP }, /no template asks for 'SMTP acount'/],
		['takes another type', { 'SMTP account': { ...SMTP, type: 'imap' } }, /no template asks for .*\(imap\)/],
		[
			'has a field that is none',
			{ 'SMTP account': { type: 'smtp', data: { hots: 'x' } } },
			/has no field 'hots'/,
		],
		[
			'has a number as text',
			{ 'SMTP account': { type: 'smtp', data: { port: PASSWORD } } },
			/'port' is to be a number/,
		],
		['lacks a field', { 'LDAP account': { type: 'ldap', data: {} } }, /needs the field 'hostname'/],
	])('a file that %s: nothing is written, and no secret shown', async (_what, content, words) => {
		const { code, err } = await fake.icrm('templates', 'import', '--credentials', fileWith(content));
		expect([code, err]).toEqual([2, expect.stringMatching(words)]);
		expect(err).not.toContain(PASSWORD);
		expect(fake.n8n.writes).toEqual([]);
	});

	it('a file that is not there', async () => {
		const { code, err } = await fake.icrm('templates', 'import', '--credentials', join(folder, 'none.json'));
		expect([code, err]).toEqual([2, expect.stringMatching(/none\.json cannot be read: ENOENT/)]);
	});

	it('a file for all templates serves one of them', async () => {
		const file = fileWith({
			'SMTP account': SMTP,
			'LDAP account': { type: 'ldap', data: { hostname: 'ldap' } },
		});
		await importNow(MAIL, '--credentials', file);
		expect(fake.n8n.credentials.rows.map(({ name }) => name)).toEqual(['SMTP account']);
	});

	it('the store: taken where there is one, not published where there are several', async () => {
		have('SMTP account');
		const id = have('Our PostgreSQL', 'icrmStoreApi');
		await importNow(MAIL);
		expect(used('icrmStoreApi')).toEqual([id]);
		have('Another PostgreSQL', 'icrmStoreApi');
		expect(await importNow('warn-before-breach', '--publish')).toMatchObject({
			row: { published: false, notes: ["Not published yet: it needs 'ICRM Store'."] },
		});
	});

	it('the store: created from the file, where somebody gives it', async () => {
		const store = { type: 'icrmStoreApi', data: { database: 'postgres', host: 'db', password: PASSWORD } };
		await importNow('load-sample-company', '--credentials', fileWith({ 'ICRM Store': store }));
		expect(used('icrmStoreApi')).toEqual(['cred0']);
	});
});
