import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Finding } from '../../cli/doctor/finding';
import type { StoreConfig } from '../../engine';
import { importCompany } from '../../engine/directory';
import { insertMany } from '../../engine/store';
import { migrations } from '../../engine/store/migrations';
import { saveSubscription, type Subscription } from '../../engine/timeline';
import { freePorts } from '../../scripts/stage/util/free-ports';
import { onBothDatabases, onPostgres } from '../support/harness';
import { icrm, withFakeN8n } from './command';

/** How the command is told of a store. */
const placeOf = (config: StoreConfig): string[] =>
	config.kind === 'sqlite'
		? ['--store', config.file]
		: [
				'--postgres',
				`postgres://${config.user}:${config.password}@${config.host}:${config.port}/${config.database}`,
			];

describe('icrm doctor', () => {
	const fake = withFakeN8n();
	const folder = mkdtempSync(join(tmpdir(), 'icrm-doctor-'));
	afterAll(() => rmSync(folder, { recursive: true, force: true }));

	const examine = async (args: readonly string[], env = {}) => {
		const surroundings = { N8N_USER_FOLDER: folder, GENERIC_TIMEZONE: 'Europe/Berlin' };
		const { code, out } = await icrm(['doctor', '--json', ...args], { ...fake.env, ...surroundings, ...env });
		const findings = JSON.parse(out) as Finding[];
		return { code, findings, of: (about: string) => findings.filter((one) => one.about === about) };
	};
	/** A published workflow with a trigger of ours. */
	function listen(name: string, credentials = {}) {
		const trigger = { name: 'T', type: 'n8n-nodes-icrm.icrmSlaTrigger', typeVersion: 1, position: [0, 0] };
		const nodes = [{ id: name, ...trigger, parameters: {}, credentials }];
		const workflow = fake.n8n.workflows.create({ name, nodes, connections: {}, settings: {} });
		fake.n8n.workflows.publish(workflow.id);
		return workflow;
	}

	onBothDatabases('looks into a store', (open) => {
		it('that is well, of an n8n that is well, and changes neither', async () => {
			const { config, engine } = await open();
			listen('Escalate');
			const subscription: Subscription = {
				id: 'w:n',
				types: ['clock.breached'],
				filter: {},
				label: 'Escalate',
			};
			await engine.transaction((trx) => saveSubscription(trx, subscription, Date.now()));
			const { code, findings } = await examine(placeOf(config));
			expect(findings.filter(({ state }) => state !== 'ok').map(({ about }) => about)).toEqual([
				'public URL',
			]);
			expect(findings.map(({ about }) => about)).toEqual([
				'n8n',
				'workflows',
				'public URL',
				'time zone',
				'store',
				'timeline',
				'deliveries',
				'escalation',
			]);
			expect([code, fake.n8n.writes]).toEqual([0, []]);
		});

		it('in which people read languages that nobody ships', async () => {
			const { config, engine } = await open();
			const person = (id: string, locale: string) => ({
				...{ id, name: id, email: `${id}@acme.example`, departmentId: 'it', locale },
			});
			await importCompany(engine, {
				departments: [{ id: 'it', name: 'IT' }],
				members: [
					...[person('ann', 'fr'), person('bob', 'fr-CA'), person('cai', 'fr')],
					...[person('dan', 'de-AT'), { ...person('eve', 'pt-BR'), active: false }],
				],
			});
			const { code, of } = await examine(placeOf(config));
			expect([code, of('languages')]).toMatchObject([
				1,
				[
					{
						state: 'warning',
						says: '2 members have the locale fr, 1 has fr-CA: their mails and pages come in English',
						todo: expect.stringContaining('Mails and pages come in en, zh-CN, de'),
					},
				],
			]);
		});

		it('whose timeline stands still', async () => {
			const { config, engine } = await open();
			listen('Escalate');
			const timer = {
				subject: 'late',
				kind: 'test',
				revision: 0,
				attempts: 0,
				last_error: null,
				lane: '',
				urgency: 2,
			};
			await engine.transaction((trx) =>
				insertMany(trx, 'timer', [{ ...timer, due_at: Date.now() - 3 * 60 * 60_000 }]),
			);
			const { code, of } = await examine(placeOf(config));
			expect([code, of('timeline')]).toMatchObject([
				1,
				[{ state: 'fault', says: 'It stands still: 1 timer overdue, the oldest for 3 h' }],
			]);
		});

		it('from the future', async () => {
			const { config, engine } = await open();
			const next = { version: migrations.length + 1, name: 'next', checksum: 'x', applied_at: 0 };
			await engine.transaction((trx) => insertMany(trx, 'icrm_migration', [next as never]));
			const { code, of } = await examine(placeOf(config));
			expect([code, of('store')]).toMatchObject([
				1,
				[{ state: 'fault', todo: expect.stringContaining('newer') }],
			]);
		});
	});

	describe('finds no store', () => {
		it('where n8n on this machine would have it', async () => {
			const { code, of } = await examine([]);
			expect([code, of('store')]).toMatchObject([
				1,
				[{ state: 'fault', says: expect.stringContaining(folder) }],
			]);
		});

		it('where n8n runs on another machine: that is no fault', async () => {
			fake.n8n.trouble = () => undefined;
			const { of } = await examine(['--url', 'http://no-such-host.invalid']);
			expect(of('store')).toMatchObject([
				{ state: 'warning', says: expect.stringContaining('another machine') },
			]);
		});

		it('in a file that is something else', async () => {
			const file = join(folder, 'diary.sqlite');
			writeFileSync(file, 'Dear diary, '.repeat(500));
			const { code, of } = await examine(['--store', file]);
			expect([code, of('store')]).toMatchObject([
				1,
				[
					{
						state: 'fault',
						says: expect.stringContaining('is not an ICRM database'),
						todo: expect.anything(),
					},
				],
			]);
		});

		it('in a PostgreSQL that does not answer, whose password is not shown', async () => {
			const [port = 0] = await freePorts(1);
			for (const [args, env] of [
				[['--postgres', `postgres://icrm:very-secret@127.0.0.1:${port}/icrm`], {}],
				[[], { ICRM_POSTGRES: `postgres://icrm:very-secret@127.0.0.1:${port}/icrm` }],
			] as const) {
				const { code, findings, of } = await examine(args, env);
				expect([code, of('store')]).toMatchObject([
					1,
					[
						{
							state: 'fault',
							says: `Nothing answers at PostgreSQL 127.0.0.1:${port}`,
							todo: expect.anything(),
						},
					],
				]);
				expect(JSON.stringify(findings)).not.toContain('very-secret');
			}
		});

		onPostgres(({ port }) => {
			it('in a PostgreSQL that refuses the password', async () => {
				const address = `postgres://nobody:very-secret@127.0.0.1:${port}/postgres`;
				const { code, of } = await examine(['--postgres', address]);
				expect([code, of('store')]).toMatchObject([
					1,
					[{ state: 'fault', says: expect.stringContaining("'nobody'") }],
				]);
			});
		});
	});

	describe('looks at n8n', () => {
		it('that is gone, and at the rest all the same', async () => {
			const [port = 0] = await freePorts(1);
			const { code, findings, of } = await examine(['--url', `http://127.0.0.1:${port}`]);
			expect([code, of('n8n')]).toMatchObject([
				1,
				[{ state: 'fault', says: expect.stringContaining('Nothing answers') }],
			]);
			expect(findings.map(({ about }) => about)).toEqual(['n8n', 'public URL', 'time zone', 'store']);
		});

		it('without a key: it answers, and the workflows cannot be seen', async () => {
			const { of } = await examine([], { N8N_API_KEY: '' });
			expect([of('n8n'), of('workflows')]).toMatchObject([[{ state: 'ok' }], [{ state: 'warning' }]]);
		});

		it.each<[string, (n8n: (typeof fake)['n8n']) => void, string]>([
			['with a wrong key', (it) => (it.apiKey = 'another'), 'does not accept the API key'],
			['that is too old', (it) => (it.version = '2.39.0'), 'This n8n is 2.39.0'],
			['without the pack', (it) => (it.hasPack = false), 'not installed in this n8n'],
			['with a key that may not look', (it) => (it.scopes = []), 'lacks the scopes workflow:list'],
		])('%s', async (_what, change, words) => {
			const { env } = fake;
			change(fake.n8n);
			const { code, of } = await examine([], env);
			expect([code, of('n8n')]).toMatchObject([
				1,
				[{ state: 'fault', says: expect.stringContaining(words) }],
			]);
		});

		it('with a key that may only look: that is enough', async () => {
			fake.n8n.scopes = ['workflow:list', 'credential:list'];
			listen('Escalate');
			expect((await examine([])).of('workflows')).toMatchObject([{ state: 'ok' }]);
		});

		it('in which nobody listens, or not everybody', async () => {
			expect((await examine([])).of('workflows')).toMatchObject([{ state: 'fault' }]);
			listen('Escalate');
			listen('Warn').active = false;
			listen('Old').isArchived = true;
			expect((await examine([])).of('workflows')).toMatchObject([
				{ state: 'warning', says: "1 with an ICRM trigger published, not published: 'Warn'" },
			]);
		});

		it('whose credentials nobody has filled in', async () => {
			await fake.icrm('templates', 'import', 'breach-escalation-mail');
			expect((await examine([])).of('credentials')).toMatchObject([
				{ state: 'warning', says: expect.stringContaining("'SMTP account'") },
			]);
			fake.n8n.credentials.update('cred0', { data: { host: 'mail.acme.example' } });
			expect((await examine([])).of('credentials')).toEqual([]);
		});

		it('whose nodes use another store than the one that would be looked at, or several', async () => {
			listen('Escalate', { icrmStoreApi: { id: '1', name: 'Our PostgreSQL' } });
			expect((await examine([])).of('store')).toMatchObject([
				{ state: 'warning', says: expect.stringContaining("the credential 'Our PostgreSQL'") },
			]);
			listen('Warn');
			const [mixed, looked] = (await examine([])).of('store');
			expect(mixed).toMatchObject({
				state: 'warning',
				says: expect.stringMatching(/different stores.*'Our PostgreSQL', none/),
			});
			expect(looked).toMatchObject({ state: 'fault' });
		});
	});

	it('says it in words, faults in capitals, with what to do', async () => {
		const { code, out } = await fake.icrm('doctor', '--store', join(folder, 'none.sqlite'));
		expect(code).toBe(1);
		expect(out).toMatch(/^n8n +ok +Version 2\.40\.5 answers at http:\S+$/m);
		expect(out).toMatch(/^workflows +FAULT +No workflow with an ICRM trigger is published.*\. Publish one/m);
	});
});
