import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { INodeTypeDescription } from 'n8n-workflow';
import type { Finding } from '../../cli/doctor/finding';
import { IMPORT_SCOPES } from '../../cli/n8n/check-n8n';
import { anything, tagSchema } from '../../cli/n8n/types';
import type { ImportReport } from '../../cli/import/import-all';
import { fingerprintOf } from '../../cli/import/fingerprint';
import { markIn } from '../../cli/import/mark';
import { startsOfItself, type Template } from '../../cli/templates/template';
import { readTemplates } from '../../cli/templates/template-files';
import { openEditor } from '../../scripts/stage/n8n/browser';
import { N8nApi } from '../../scripts/stage/n8n/api';
import { findOrInstallN8n } from '../../scripts/stage/n8n/host';
import { startN8n, type N8nServer } from '../../scripts/stage/n8n/server';
import { installPack } from '../../scripts/stage/n8n/pack-install';
import { unchecked } from '../../scripts/stage/n8n/types';
import { poll } from '../../scripts/stage/util/poll';
import { projectRoot } from '../../scripts/stage/util/project-root';
import { builtIcrm, copyOfDist, type Env } from '../cli/command';
import { FakeN8n } from '../cli/fake-n8n';
import { normalForm } from '../cli/normal-form';
import { askBoth } from '../cli/same-shape';

interface Workflow {
	readonly id: string;
	readonly name: string;
	readonly active: boolean;
	readonly versionId: string;
	readonly activeVersionId: string | null;
	readonly updatedAt: string;
	readonly nodes: Template['nodes'];
	readonly settings: Readonly<Record<string, unknown>>;
	readonly tags: readonly { readonly name: string }[];
}

const ALL = readTemplates();
const MAIL = 'breach-escalation-mail';
const CREDENTIALS = {
	'SMTP account': {
		type: 'smtp',
		data: { host: '127.0.0.1', port: 2525, user: 'icrm', password: 'not-shown' },
	},
	'LDAP account': {
		type: 'ldap',
		data: { hostname: '127.0.0.1', port: '389', bindDN: 'x', bindPassword: 'y' },
	},
	'Redmine API key': { type: 'httpHeaderAuth', data: { name: 'X-Redmine-API-Key', value: 'not-shown' } },
	'Ticket desk webhook key': { type: 'httpHeaderAuth', data: { name: 'X-Key', value: 'not-shown' } },
	'Ticket desk API key': { type: 'httpHeaderAuth', data: { name: 'X-Key', value: 'not-shown' } },
};
describe('icrm, with a real n8n', () => {
	const folder = mkdtempSync(join(tmpdir(), 'icrm-command-'));
	const file = join(folder, 'credentials.json');
	const copy = copyOfDist();
	let n8n: N8nServer;
	let api: N8nApi;
	let env: Env;

	beforeAll(async () => {
		const { bin } = await findOrInstallN8n();
		await installPack(folder);
		n8n = await startN8n({ bin, userFolder: folder });
		api = await N8nApi.connect(n8n.baseUrl);
		env = {
			N8N_URL: n8n.baseUrl,
			N8N_API_KEY: api.apiKey,
			N8N_USER_FOLDER: folder,
			WEBHOOK_URL: n8n.baseUrl,
			GENERIC_TIMEZONE: 'UTC',
		};
		writeFileSync(file, JSON.stringify(CREDENTIALS));
		copy.reset();
	});
	afterAll(async () => {
		await n8n?.stop();
		rmSync(folder, { recursive: true, force: true });
	});

	const icrm = (...args: string[]) => builtIcrm(args, { env });
	async function importNow(args: readonly string[] = [], dist?: string) {
		const command = ['templates', 'import', '--json', ...args];
		const { code, out, err } = await builtIcrm(command, { env, ...(dist ? { dist } : {}) });
		const { templates: rows, credentials } = JSON.parse(out) as ImportReport;
		expect(out + err).not.toMatch(/not-shown/);
		return { code, rows, credentials, row: (key: string) => rows.find(({ template }) => template === key) };
	}
	const workflows = () => api.client.all('/workflows', unchecked<Workflow>());
	const archive = (id: string) => api.client.ask('POST', `/workflows/${id}/archive`, anything);
	async function workflow(key: string): Promise<Workflow> {
		const name = ALL.find((template) => template.key === key)?.name;
		const found = (await workflows()).find((one) => one.name === name);
		if (!found) throw new Error(`There is no workflow '${name}'`);
		return found;
	}
	const parametersOf = ({ nodes }: Workflow, name: string) =>
		nodes.find((node) => node.name === name)?.parameters;

	it('the fake n8n of the fast tests answers as this one does', async () => {
		const fake = new FakeN8n();
		await fake.start();
		try {
			fake.apiKey = env.N8N_API_KEY ?? '';
			expect(await askBoth(n8n.baseUrl, fake.url, fake.apiKey)).toEqual([]);
		} finally {
			await fake.stop();
		}
	});

	it('lists and shows the templates', async () => {
		expect(await icrm('templates', 'list')).toMatchObject({ code: 0, out: expect.stringContaining(MAIL) });
		const { out } = await icrm('templates', 'show', MAIL);
		const { name, nodes } = JSON.parse(out) as Template;
		expect([name, nodes.length]).toEqual([ALL[0]?.name, ALL[0]?.nodes.length]);
	});

	it('a dry run writes nothing', async () => {
		const { code, rows } = await importNow(['--dry-run', '--publish', '--credentials', file]);
		expect([code, new Set(rows.map(({ action }) => action))]).toEqual([0, new Set(['created'])]);
		expect(await workflows()).toEqual([]);
		expect(await api.client.credentials()).toEqual([]);
		expect(await api.client.all('/tags', tagSchema)).toEqual([]);
	});

	it('a key that may not publish is refused before anything is written', async () => {
		const scopes = IMPORT_SCOPES.filter((scope) => scope !== 'workflow:activate');
		const key = { label: 'may not publish', scopes, expiresAt: null };
		const { rawApiKey } = await api.editor.request<{ rawApiKey: string }>('POST', '/rest/api-keys', key);
		const weak = { ...env, N8N_API_KEY: rawApiKey };
		const { code, err } = await builtIcrm(['templates', 'import'], { env: weak });
		expect([code, err]).toEqual([
			3,
			expect.stringContaining('The API key lacks the scopes workflow:activate'),
		]);
		expect(await workflows()).toEqual([]);
	});

	it('a credential that was created empty is known to be so until somebody has filled it in', async () => {
		for (let time = 0; time < 2; time++)
			expect((await importNow([MAIL, '--publish'])).row(MAIL)).toMatchObject({
				action: time === 0 ? 'created' : 'unchanged',
				published: false,
				notes: ["Not published yet: it needs 'SMTP account'."],
			});
		const { name, type, data } = { name: 'SMTP account', ...CREDENTIALS['SMTP account'] };
		const credential = await api.findOrCreateCredential(name, type, data);
		const { row } = await importNow([MAIL, '--publish']);
		expect(row(MAIL)).toMatchObject({ action: 'unchanged', published: true, notes: [] });
		// Empty again, for the next.
		const { id } = await workflow(MAIL);
		await api.unpublish(id);
		await archive(id);
		// Unpublishing takes its time.
		const gone = () =>
			api.deleteWorkflow(id).then(
				() => true,
				() => undefined,
			);
		await poll(gone, { timeoutMs: 30_000, what: 'the workflow to be deleted' });
		await api.client.ask('DELETE', `/credentials/${credential}`, anything);
	});

	it('all templates go into the empty n8n, with their credentials, tagged, and those that start of themselves run', async () => {
		const startedAt = Date.now();
		const { code, rows } = await importNow(['--publish', '--credentials', file]);
		console.log(
			`${rows.length} templates into an empty n8n: ${((Date.now() - startedAt) / 1000).toFixed(1)} s`,
		);
		expect([code, rows.map(({ action }) => action)]).toEqual([0, ALL.map(() => 'created')]);
		expect(rows.filter(({ published }) => published).map(({ template }) => template)).toEqual(
			ALL.filter(startsOfItself).map(({ key }) => key),
		);
		const there = await workflows();
		expect(there.map(({ name }) => name).sort()).toEqual(ALL.map(({ name }) => name).sort());
		for (const { id, nodes, tags, active } of there) {
			expect(tags.map(({ name }) => name)).toEqual(['icrm']);
			for (const node of nodes)
				for (const { id: credential } of Object.values(node.credentials ?? {}))
					expect(credential).not.toBe('');
			if (active) await api.waitUntilPublished(id);
		}
	});

	it('a second import changes nothing, also by its time', async () => {
		const stateOf = async () =>
			(await workflows()).map(({ id, versionId, activeVersionId, updatedAt }) => ({
				...{ id, versionId, activeVersionId, updatedAt },
			}));
		const before = await stateOf();
		const startedAt = Date.now();
		const { code, rows } = await importNow();
		console.log(`and again, without a change: ${((Date.now() - startedAt) / 1000).toFixed(1)} s`);
		expect([code, rows.map(({ action }) => action)]).toEqual([0, ALL.map(() => 'unchanged')]);
		for (const args of [['--publish', '--credentials', file], ['--force']]) {
			const { code, rows } = await importNow(args);
			expect([code, new Set(rows.map(({ action }) => action))]).toEqual([0, new Set(['unchanged'])]);
		}
		expect(await stateOf()).toEqual(before);
	});

	it('the doctor finds all well that can be well here', async () => {
		const { code, out } = await icrm('doctor', '--json');
		const findings = JSON.parse(out) as Finding[];
		expect(findings.map(({ about, state }) => `${about} ${state}`)).toEqual([
			...['n8n ok', 'workflows ok', 'public URL warning', 'time zone ok'],
			...['store ok', 'timeline ok', 'deliveries ok', 'escalation ok'],
		]);
		expect(findings.find(({ about }) => about === 'public URL')?.says).toContain('on this machine only');
		expect(code).toBe(0);
	});

	it('what was changed by hand is kept; --force overwrites it, and leaves name, places and credentials', async () => {
		const { id } = await workflow('warn-before-breach');
		const own = await api.findOrCreateCredential('Our mail server', 'smtp', {
			host: '127.0.0.1',
			port: 2526,
		});
		const { nodes, connections } = await api.workflow<Template>(id);
		await api.updateWorkflow(id, {
			name: 'Ours',
			nodes: nodes.map((node) =>
				node.name === 'Remind them'
					? {
							...node,
							parameters: { ...node.parameters, fromEmail: 'ours@acme.example' },
							position: [999, 999],
							credentials: { smtp: { id: own, name: 'Our mail server' } },
						}
					: node,
			),
			connections,
			settings: { timezone: 'Asia/Shanghai' },
		});

		expect((await importNow()).row('warn-before-breach')).toMatchObject({ action: 'kept', workflowId: id });
		const mine = async () => (await workflows()).find((one) => one.id === id) as Workflow;
		expect(parametersOf(await mine(), 'Remind them')?.fromEmail).toBe('ours@acme.example');

		expect((await importNow(['--force'])).row('warn-before-breach')).toMatchObject({ action: 'updated' });
		const forced = await mine();
		expect(parametersOf(forced, 'Remind them')?.fromEmail).not.toBe('ours@acme.example');
		expect(forced.nodes.find(({ name }) => name === 'Remind them')).toMatchObject({
			position: [999, 999],
			credentials: { smtp: { id: own } },
		});
		expect(forced).toMatchObject({ name: 'Ours', active: true, settings: { timezone: 'Asia/Shanghai' } });
		expect((await importNow()).row('warn-before-breach')).toMatchObject({ action: 'unchanged' });
	});

	it('a newer template takes the place of the older, and is what runs afterwards', async () => {
		copy.edit<{ nodes: { name: string; parameters: object }[] }>(MAIL, ({ nodes }) => {
			const mail = nodes.find(({ name }) => name === 'Send the mail');
			Object.assign(mail?.parameters ?? {}, { subject: 'As it will be one day' });
		});
		const before = await workflow(MAIL);
		expect((await importNow([MAIL], copy.dist)).row(MAIL)).toMatchObject({
			action: 'updated',
			published: true,
		});
		const after = await workflow(MAIL);
		expect(parametersOf(after, 'Send the mail')?.subject).toBe('As it will be one day');
		expect(after.nodes.map(({ credentials }) => credentials)).toEqual(
			before.nodes.map(({ credentials }) => credentials),
		);
		expect([after.active, after.activeVersionId]).toEqual([true, after.versionId]);
		expect(after.versionId).not.toBe(before.versionId);
		await api.waitUntilPublished(after.id);
		expect((await importNow([MAIL])).row(MAIL)).toMatchObject({ action: 'updated' });
	});

	it('what was unpublished stays so until --publish, and what was archived stays archived', async () => {
		const { id } = await workflow('low-score-mail');
		await api.unpublish(id);
		expect((await importNow()).row('low-score-mail')).toMatchObject({
			action: 'unchanged',
			published: false,
		});
		expect((await workflow('low-score-mail')).active).toBe(false);
		expect((await importNow(['--publish'])).row('low-score-mail')).toMatchObject({ published: true });
		const { id: survey } = await workflow('effort-survey');
		await archive(survey);
		expect((await importNow(['--force'])).row('effort-survey')).toMatchObject({
			action: 'kept',
			workflowId: survey,
		});
		await api.client.ask('POST', `/workflows/${survey}/unarchive`, anything);
	});

	it('a wrong key ends the import with exit code 3, and is a fault to the doctor', async () => {
		const wrong = { ...env, N8N_API_KEY: 'eyJhbGciOiJIUzI1NiJ9.wrong' };
		const imported = await builtIcrm(['templates', 'import'], { env: wrong });
		expect(imported).toMatchObject({
			code: 3,
			out: '',
			err: expect.stringContaining('does not accept the API key'),
		});
		const examined = await builtIcrm(['doctor'], { env: wrong });
		expect(examined).toMatchObject({
			code: 1,
			out: expect.stringMatching(/^n8n +FAULT .*does not accept the API key/m),
		});
	});

	describe('the normal form', () => {
		let types: INodeTypeDescription[];
		beforeAll(async () => {
			types = (await api.nodeTypes()) as unknown as INodeTypeDescription[];
		});

		/** `ICRM_WRITE_TEMPLATES=1` writes them so; format them afterwards, and read the difference. */
		it('is that of the shipped templates', () => {
			const strays = ALL.filter(
				(template) => fingerprintOf(normalForm(template, types)) !== fingerprintOf(template),
			).map(({ key }) => key);
			if (process.env.ICRM_WRITE_TEMPLATES === '1') strays.forEach(writeInNormalForm);
			expect(strays).toEqual([]);
		});

		function writeInNormalForm(key: string): void {
			const path = join(projectRoot, 'workflows', `${key}.json`);
			const template = JSON.parse(readFileSync(path, 'utf8')) as Template;
			writeFileSync(path, JSON.stringify(normalForm(template, types), null, '\t'));
		}

		it('is what the editor saves: a node that is moved there is no change', async () => {
			const keys = ['milestone-survey', 'redmine'];
			await importNow([...keys, '--force']);
			const editor = await openEditor(api);
			try {
				for (const key of keys) {
					const before = await workflow(key);
					await editor.openWorkflow(before.id);
					const box = await editor.page.locator('[data-test-id="canvas-node"]').nth(1).boundingBox();
					if (!box) throw new Error(`${key} has no second node`);
					const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
					await editor.page.mouse.move(x, y);
					await editor.page.mouse.down();
					await editor.page.mouse.move(x + 60, y + 60, { steps: 8 });
					await editor.page.mouse.up();
					await poll(async () => ((await workflow(key)).versionId === before.versionId ? undefined : true), {
						timeoutMs: 20_000,
						what: `the editor to save ${key}`,
					});
				}
			} finally {
				await editor.close();
			}
			// The editor has kept what the import remembers of itself.
			for (const key of keys) expect(markIn((await workflow(key)).nodes)?.key).toBe(key);
			const { rows } = await importNow(keys);
			expect(rows.map(({ template, action }) => [template, action])).toEqual(
				keys.map((key) => [key, 'unchanged']),
			);
		});
	});

	it('n8n is stopped: the doctor says so and looks at the rest, the import ends with exit code 3', async () => {
		await n8n.stop();
		const examined = await icrm('doctor');
		expect(examined).toMatchObject({
			code: 1,
			out: expect.stringMatching(/^n8n +FAULT +Nothing answers at/m),
		});
		expect(examined.out).toMatch(/^store +ok/m);
		const imported = await icrm('templates', 'import');
		expect(imported).toMatchObject({ code: 3, err: expect.stringContaining('Nothing answers at') });
	});
});

describe('icrm, with an n8n without the pack', () => {
	it('says that the nodes are missing, and writes nothing', async () => {
		const userFolder = mkdtempSync(join(tmpdir(), 'icrm-bare-'));
		const { bin } = await findOrInstallN8n();
		const n8n = await startN8n({ bin, userFolder });
		try {
			const api = await N8nApi.connect(n8n.baseUrl);
			const env = { N8N_URL: n8n.baseUrl, N8N_API_KEY: api.apiKey };
			const { code, err } = await builtIcrm(['templates', 'import'], { env });
			expect([code, err]).toEqual([
				3,
				expect.stringMatching(/not installed in this n8n\nInstall n8n-nodes-icrm/),
			]);
			expect(await api.client.workflows()).toEqual([]);
		} finally {
			await n8n.stop();
			rmSync(userFolder, { recursive: true, force: true });
		}
	});
});
