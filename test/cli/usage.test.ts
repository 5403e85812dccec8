import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { USAGE } from '../../cli/commands/arguments';
import { checkNode } from '../../cli/commands/node-version';
import { readTemplates } from '../../cli/templates/template-files';
import { version } from '../../package.json';
import { builtIcrm, copyOfDist, icrm, withFakeN8n } from './command';

describe('icrm', () => {
	it.each([
		['nothing', []],
		['an unknown area', ['surveys', 'list']],
		['an unknown verb', ['templates', 'delete']],
		['a name too many', ['templates', 'show', 'one', 'two']],
		['no name', ['templates', 'show']],
		['an unknown option', ['templates', 'list', '--colour']],
		['an option without its value', ['templates', 'import', '--tag']],
		['a timeout that is none', ['doctor', '--timeout', 'soon']],
	])('given %s says how it is used, with exit code 2', async (_what, args) => {
		const { code, out, err } = await icrm(args);
		expect([code, out]).toEqual([2, '']);
		expect(err).toContain(USAGE);
	});

	it.each([
		[['templates', 'import', 'no-such'], "There is no template 'no-such'"],
		[['templates', 'import', '--url', 'n8n.example.com'], "'n8n.example.com' is not an address of n8n"],
		[['doctor', '--url', 'file:///etc'], "'file:///etc' is not an address of n8n"],
		[['doctor', '--postgres', 'db.example'], '--postgres is not an address'],
		[['templates', 'import', '--tag', 'a tag that is longer than n8n takes'], 'cannot be a tag'],
		[['templates', 'import', '--api-key', 'eyJhbGciOiJIUzI1NiJ9…'], 'has a character that no key has'],
	])('%j is wrong usage, in words', async (args, words) => {
		const { code, err } = await icrm(args);
		expect([code, err]).toEqual([2, expect.stringContaining(words)]);
	});

	it('does not repeat an address with a password in it', async () => {
		const { code, err } = await icrm(['doctor', '--url', 'ftp://user:pw@n8n.example.com']);
		expect([code, err]).toEqual([2, expect.stringMatching(/^What was given as address is not an address/)]);
		const { out } = await icrm(['doctor', '--url', 'http://user:100%secret@no-such-host.invalid']);
		expect(out).toMatch(/^n8n +FAULT +The host of http:\/\/no-such-host\.invalid cannot be found/);
	});

	it('finds n8n where n8n itself was told to listen', async () => {
		const { err } = await icrm(['templates', 'import'], {
			...{ N8N_PORT: '1', N8N_PATH: '/n8n/', N8N_API_KEY: 'some-key' },
		});
		expect(err).toContain('Nothing answers at http://127.0.0.1:1/n8n\n');
	});

	it('says what went wrong as JSON where JSON was asked for', async () => {
		const { code, out, err } = await icrm(['templates', 'show', 'no-such', '--json']);
		expect([code, err]).toEqual([2, '']);
		expect(JSON.parse(out)).toEqual({
			error: {
				message: "There is no template 'no-such'",
				hint: expect.stringContaining('breach-escalation-mail'),
				exitCode: 2,
			},
		});
	});

	it('helps, and says its version', async () => {
		expect(await icrm(['--help'])).toEqual({ code: 0, out: USAGE, err: '' });
		expect(await icrm(['templates', 'import', '-h'])).toMatchObject({ code: 0, out: USAGE });
		expect(await icrm(['--version'])).toEqual({ code: 0, out: version, err: '' });
	});

	it('lists the templates, with what starts them', async () => {
		const { code, out } = await icrm(['templates', 'list']);
		expect(code).toBe(0);
		expect(out).toMatch(/^load-sample-company +by hand +Load the sample company$/m);
		expect(out).toMatch(/^breach-escalation-mail +by itself +Escalate an SLA breach by email$/m);
		const rows = JSON.parse((await icrm(['templates', 'list', '--json'])).out) as { name: string }[];
		expect(rows.map(({ name }) => name)).toEqual(readTemplates().map(({ key }) => key));
	});

	it('shows a template as n8n imports it', async () => {
		const { out } = await icrm(['templates', 'show', 'warn-before-breach']);
		expect(Object.keys(JSON.parse(out) as object)).toEqual(['name', 'nodes', 'connections', 'settings']);
	});
});

describe('the built command', () => {
	const copy = copyOfDist();
	const fake = withFakeN8n();
	beforeAll(() => {
		copy.reset();
		rmSync(join(copy.dist, 'engine'), { recursive: true });
	});

	it('needs the engine, and with it a new Node.js, for the doctor only', async () => {
		const { dist } = copy;
		expect(await builtIcrm(['templates', 'list'], { dist })).toMatchObject({ code: 0, err: '' });
		const imported = await builtIcrm(['templates', 'import'], { dist, env: fake.env });
		expect(imported).toMatchObject({ code: 0 });
		const examined = await builtIcrm(['doctor'], { dist, env: fake.env });
		expect(examined).toMatchObject({ code: 1, out: expect.stringMatching(/^store +FAULT/m) });
	});

	it('puts results on one stream and progress on the other', async () => {
		const { code, out, err } = await builtIcrm(['templates', 'import', '--json'], { env: fake.env });
		expect(code).toBe(0);
		expect(JSON.parse(out)).toMatchObject({ n8n: '2.40.5', dryRun: false });
		expect(err.trim().split('\n')).toHaveLength(readTemplates().length + 1);
	});

	it('refuses a Node.js that is too old, in words', () => {
		expect(() => checkNode('24.1.0')).not.toThrow();
		expect(() => checkNode('20.0.0')).not.toThrow();
		expect(() => checkNode('18.20.4')).toThrow(
			"This is Node.js 18.20.4; icrm needs 20 or newer, and 24 for 'icrm doctor'",
		);
	});
});
