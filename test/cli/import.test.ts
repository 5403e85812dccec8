import type { ImportReport } from '../../cli/import/import-all';
import { readTemplates } from '../../cli/templates/template-files';
import { withFakeN8n } from './command';
import type { FakeWorkflow } from './fake-workflows';

type Row = ImportReport['templates'][number];
const ALL = readTemplates();
const MAIL = 'ICRM: Escalate an SLA breach by email';
const KEY = 'breach-escalation-mail';

describe('icrm templates import', () => {
	const fake = withFakeN8n();
	const importNow = async (...args: string[]) => {
		const { code, answer } = await fake.json<ImportReport>('templates', 'import', ...args);
		return { code, rows: answer.templates, credentials: answer.credentials };
	};
	const row = (rows: readonly Row[], key = KEY) => rows.find(({ template }) => template === key);
	const workflow = (name = MAIL) => fake.n8n.workflows.named(name);
	const actions = (rows: readonly Row[]) => [...new Set(rows.map(({ action }) => action))];
	/** Puts what an SMTP server would need where the import looks for it. */
	const haveMail = () => {
		fake.n8n.credentials.create({ name: 'SMTP account', type: 'smtp', data: { host: 'mail.acme.example' } });
	};
	const editNode = (name: string, change: object, to: FakeWorkflow = workflow()) =>
		Object.assign(to, {
			nodes: to.nodes.map((node) => (node.name === name ? { ...node, ...change } : node)),
		});

	it('creates and tags all of them, unpublished', async () => {
		const { code, rows } = await importNow();
		expect([code, actions(rows)]).toEqual([0, ['created']]);
		expect(fake.n8n.workflows.rows.map(({ name }) => name)).toEqual(ALL.map(({ name }) => name));
		for (const { tags, active } of fake.n8n.workflows.rows)
			expect([tags.map(({ name }) => name), active]).toEqual([['icrm'], false]);
		expect(fake.n8n.writes.filter((write) => write === 'POST /tags')).toHaveLength(1);
	});

	it('done again writes nothing, with and without --force', async () => {
		haveMail();
		await importNow('--publish');
		const before = structuredClone(fake.n8n.workflows.rows);
		const writes = fake.n8n.writes.length;
		for (const args of [[], ['--publish'], ['--force'], ['--publish', '--force']]) {
			const { code, rows } = await importNow(...args);
			expect([code, actions(rows)]).toEqual([0, ['unchanged']]);
		}
		expect(fake.n8n.writes).toHaveLength(writes);
		expect(fake.n8n.workflows.rows).toEqual(before);
	});

	it('finds its own also where n8n has more workflows than go on a page', async () => {
		for (let i = 0; i < 250; i++)
			fake.n8n.workflows.create({ name: `Other ${i}`, nodes: [], connections: {}, settings: {} });
		await importNow(KEY);
		const { rows } = await importNow(KEY);
		expect(actions(rows)).toEqual(['unchanged']);
		expect(fake.n8n.workflows.rows).toHaveLength(251);
	});

	it('imports one by its name, and once if named twice', async () => {
		const { rows } = await importNow(KEY, KEY);
		expect(rows.map(({ template }) => template)).toEqual([KEY]);
		expect(fake.n8n.workflows.rows).toHaveLength(1);
	});

	it('in a dry run says what it would do, and writes nothing', async () => {
		haveMail();
		const dry = await importNow('--dry-run', '--publish');
		expect(fake.n8n.writes).toEqual([]);
		const real = await importNow('--publish');
		const words = ({ rows }: typeof real) => rows.map(({ workflowId: _id, ...rest }) => rest);
		expect(words(dry)).toEqual(words(real));
		expect(dry.credentials.map(({ name, how }) => [name, how])).toEqual(
			real.credentials.map(({ name, how }) => [name, how]),
		);
	});

	it('--publish publishes what starts by itself, and nothing that starts by hand', async () => {
		haveMail();
		const { rows } = await importNow(KEY, 'load-sample-company', '--publish');
		expect(rows.map(({ template, published }) => [template, published])).toEqual([
			[KEY, true],
			['load-sample-company', false],
		]);
		expect(workflow()).toMatchObject({ active: true });
	});

	it('what was unpublished stays so, until --publish is said', async () => {
		haveMail();
		await importNow(KEY, '--publish');
		Object.assign(workflow(), { active: false, activeVersionId: null, activeVersion: null });
		expect(row((await importNow(KEY)).rows)).toMatchObject({ action: 'unchanged', published: false });
		expect(row((await importNow(KEY, '--force')).rows)).toMatchObject({ published: false });
		expect(workflow().active).toBe(false);
		expect(row((await importNow(KEY, '--publish')).rows)).toMatchObject({ published: true });
	});

	describe('what the admin changed', () => {
		beforeEach(async () => {
			haveMail();
			await importNow(KEY, '--publish');
		});

		it('is kept, and overwritten with --force', async () => {
			const corrected = { fromEmail: 'ICRM <icrm@our.example>' };
			editNode('Send the mail', { parameters: corrected });
			const kept = await importNow(KEY);
			expect(row(kept.rows)).toMatchObject({ action: 'kept', notes: [expect.stringContaining('--force')] });
			expect(workflow().nodes).toContainEqual(expect.objectContaining({ parameters: corrected }));
			expect(row((await importNow(KEY, '--force')).rows)).toMatchObject({ action: 'updated' });
			expect(workflow().nodes).not.toContainEqual(expect.objectContaining({ parameters: corrected }));
			expect(row((await importNow(KEY)).rows)).toMatchObject({ action: 'unchanged' });
		});

		it('is kept unpublished as well, also with --publish', async () => {
			editNode('Send the mail', { disabled: true });
			Object.assign(workflow(), { active: false, activeVersion: null });
			expect(row((await importNow(KEY, '--publish')).rows)).toMatchObject({
				action: 'kept',
				published: false,
				notes: expect.arrayContaining(['Publish it in n8n when it is ready.']),
			});
		});

		it('counts also where only the version that runs differs', async () => {
			const { nodes, connections } = workflow();
			workflow().activeVersion = { connections, nodes: nodes.slice(1) };
			expect(row((await importNow(KEY)).rows)).toMatchObject({ action: 'kept' });
		});

		it.each([
			['its name', (it: FakeWorkflow) => (it.name = 'Our escalation')],
			['where its nodes stand', (it: FakeWorkflow) => editNode('Send the mail', { position: [9, 9] }, it)],
			[
				'its credential',
				(it: FakeWorkflow) =>
					editNode('Send the mail', { credentials: { smtp: { id: 'mine', name: 'Mine' } } }, it),
			],
			['its time zone', (it: FakeWorkflow) => (it.settings = { ...it.settings, timezone: 'Asia/Shanghai' })],
			['another tag', (it: FakeWorkflow) => (it.tags = [...it.tags, { id: 'other', name: 'ours' }])],
			['empty options, as the editor adds them', (it: FakeWorkflow) => addOptions(it)],
		])('does not count as a change: %s', async (_what, change) => {
			const it = workflow();
			change(it);
			expect(row((await importNow(KEY)).rows)).toMatchObject({ action: 'unchanged' });
		});

		const addOptions = (to: FakeWorkflow) =>
			(to.nodes = to.nodes.map((node) => ({
				...node,
				parameters: { extra: { list: [] }, ...node.parameters },
			})));

		it.each([
			['the text of the first note', { parameters: { content: 'Ours' } }],
			['the name of the first note', { name: 'Read me' }],
		])('counts: %s', async (_what, change) => {
			editNode('Start here', change);
			expect(row((await importNow(KEY)).rows)).toMatchObject({ action: 'kept' });
			expect(fake.n8n.workflows.rows).toHaveLength(1);
		});

		it('is recognised without its first note, which comes back with --force', async () => {
			workflow().nodes = workflow().nodes.filter(({ name }) => name !== 'Start here');
			expect(row((await importNow(KEY)).rows)).toMatchObject({ action: 'kept' });
			expect(row((await importNow(KEY, '--force')).rows)).toMatchObject({ action: 'updated' });
			expect(fake.n8n.workflows.rows).toHaveLength(1);
			expect(workflow().nodes.map(({ name }) => name)).toContain('Start here');
		});

		it('an archived workflow stays archived, also with --force, and is not created anew', async () => {
			workflow().isArchived = true;
			const writes = fake.n8n.writes.length;
			for (const args of [[KEY], [KEY, '--force', '--publish']])
				expect(row((await importNow(...args)).rows)).toMatchObject({
					action: 'kept',
					notes: [expect.stringContaining('archived')],
				});
			expect(fake.n8n.writes).toHaveLength(writes);
		});

		it('a copy with the same ids is theirs: the oldest is ours', async () => {
			const copy = {
				...structuredClone(workflow()),
				id: 'copy',
				name: 'Copy',
				createdAt: '2099-01-01T00:00:00Z',
			};
			fake.n8n.workflows.rows.unshift(copy);
			editNode('Send the mail', { disabled: true }, copy);
			expect(row((await importNow(KEY)).rows)).toMatchObject({ action: 'unchanged' });
			expect(row((await importNow(KEY, '--force')).rows)).toMatchObject({ workflowId: workflow().id });
			expect(copy.nodes).toContainEqual(expect.objectContaining({ disabled: true }));
		});
	});

	it('what was deleted is created anew', async () => {
		await importNow(KEY);
		fake.n8n.workflows.rows.splice(0);
		expect(row((await importNow(KEY)).rows)).toMatchObject({ action: 'created' });
	});

	it('a missing tag is put back beside those that are there, or another one is added', async () => {
		await importNow(KEY);
		workflow().tags = [];
		fake.n8n.tags.push({ id: 'ours', name: 'ours', createdAt: '', updatedAt: '' });
		workflow().tags = [{ id: 'ours', name: 'ours' }];
		const { rows } = await importNow(KEY);
		expect(row(rows)).toMatchObject({ action: 'updated', notes: ["Its tag 'icrm' was missing."] });
		expect(workflow().tags.map(({ name }) => name)).toEqual(['ours', 'icrm']);
		await importNow(KEY, '--tag', 'sla');
		expect(workflow().tags.map(({ name }) => name)).toEqual(['ours', 'icrm', 'sla']);
	});

	it('goes in without a tag where n8n has none', async () => {
		fake.n8n.trouble = ({ path }) =>
			path.endsWith('/tags') && path.includes('/workflows/')
				? { status: 400, text: '{"message":"Workflow Tags Disabled"}' }
				: undefined;
		const { code, rows } = await importNow(KEY);
		expect([code, row(rows)]).toMatchObject([
			0,
			{ action: 'created', notes: [expect.stringContaining('tags')] },
		]);
	});

	it('works where n8n stands under a path, and with a slash at the end', async () => {
		fake.n8n.basePath = '/n8n';
		const { code, rows } = await importNow(KEY, '--url', `${fake.n8n.url}/`);
		expect([code, actions(rows)]).toEqual([0, ['created']]);
	});
});
