import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OPTIONS } from '../../cli/commands/arguments';
import { DOCTOR_SCOPES, IMPORT_SCOPES } from '../../cli/n8n/check-n8n';
import { EXIT } from '../../cli/output/failure';
import { importCompany, openRequests } from '../../engine';
import { createEngine } from '../../engine/engine';
import { saveSubscription, type Subscription } from '../../engine/timeline';
import { reactions } from '../../engine/wiring';
import company from '../../workflows/sample-company.json';
import { bare, read, ROOT, sectionOf, tableRows } from '../docs/markdown';
import { compare } from '../docs/node-words';
import { icrm, withFakeN8n } from './command';

/** What docs/cli.md says is so. After a change of outputs, `ICRM_WRITE_EXAMPLES=1 npx jest test/cli/page` writes them anew. */

const PAGE = 'docs/cli.md';
const OUTPUT = /<!-- output: ([^>]+) -->\n+```text\n([\s\S]*?)```/g;
const MINUTE_MS = 60_000;

describe('the page of the command', () => {
	const fake = withFakeN8n();
	const folder = mkdtempSync(join(tmpdir(), 'icrm-page-'));
	afterAll(() => rmSync(folder, { recursive: true, force: true }));
	const file = join(folder, 'icrm.sqlite');

	beforeAll(async () => {
		const engine = await createEngine({ kind: 'sqlite', file }, { reactions });
		await importCompany(engine, company);
		await openRequests(engine, [{ title: 'A laptop', serviceId: 'laptop' }]);
		const subscription: Subscription = {
			id: 'w:n',
			types: ['clock.breached'],
			filter: {},
			label: 'Escalate',
		};
		await engine.transaction((trx) => saveSubscription(trx, subscription, Date.now() - 4 * MINUTE_MS));
		await engine.close();
	});

	/** As it stands on the screen: progress first, then the result. */
	async function shown(command: string): Promise<string> {
		const surroundings = { WEBHOOK_URL: 'http://localhost:5678/', GENERIC_TIMEZONE: 'Europe/Berlin' };
		const store = command.endsWith('doctor') ? ['--store', file] : [];
		const args = [...command.split(' ').slice(1), ...store];
		const { out, err } = await icrm(args, { ...fake.env, ...surroundings });
		return [err, out].filter(Boolean).join('\n').replaceAll(fake.n8n.url, 'http://127.0.0.1:5678').trim();
	}

	/** What the admin does between two imports of the page. */
	function correctTheSender(): void {
		const workflow = fake.n8n.workflows.rows.find(({ name }) => name.includes('A low score tells'));
		if (!workflow) return;
		workflow.nodes = workflow.nodes.map((node) =>
			node.name === 'Email the head'
				? { ...node, parameters: { ...node.parameters, fromEmail: 'icrm@our.example' } }
				: node,
		);
	}

	it('shows what the command prints', async () => {
		fake.n8n.credentials.create({ name: 'SMTP account', type: 'smtp', data: { host: 'mail.acme.example' } });
		const outputs = [...read(PAGE).matchAll(OUTPUT)].map(([, command = '', text = '']) => ({
			command,
			text,
		}));
		expect(outputs.length).toBeGreaterThan(2);
		const real = new Map<string, string>();
		for (const { command } of outputs) {
			real.set(command, await shown(command));
			correctTheSender();
		}
		if (process.env.ICRM_WRITE_EXAMPLES === '1') return writeOutputs(real);
		for (const { command, text } of outputs)
			expect([command, text.trim()]).toEqual([command, real.get(command)]);
	});

	it('names each option and no other', () => {
		const told = tableRows(read(PAGE), 'Option').flatMap(([cell = '']) =>
			[...cell.matchAll(/`--([\w-]+)/g)].map(([, name = '']) => name),
		);
		expect(compare(Object.keys(OPTIONS), told, 'option')).toEqual([]);
	});

	it('names each exit code and each scope', () => {
		const codes = tableRows(read(PAGE), 'Exit code').map(([cell]) => cell);
		expect(codes).toEqual(Object.values(EXIT).map(String));
		const scopes = tableRows(read(PAGE), 'Scope').flatMap(([cell = '']) => bare(cell).split(', '));
		expect(compare(IMPORT_SCOPES, scopes, 'scope')).toEqual([]);
		const section = sectionOf(read(PAGE), 2, 'The API key');
		expect(section).toContain(
			`For \`icrm doctor\`, ${DOCTOR_SCOPES.map((one) => `\`${one}\``).join(' and ')}`,
		);
	});

	it('names each row of the doctor and each word of the import', () => {
		const source = read('dist/cli/icrm.js');
		const rows = [...source.matchAll(/\babout(?:: | = )"([^"]+)"/g)].map(([, name = '']) => name);
		const told = tableRows(read(PAGE), 'Row').map(([cell = '']) => bare(cell));
		expect(compare([...new Set(rows)], told, 'row')).toEqual([]);
		const words = tableRows(sectionOf(read(PAGE), 2, 'Import'), 'It says').map(([cell = '']) => bare(cell));
		expect(words).toEqual(['created', 'updated', 'unchanged', 'kept', 'failed', 'skipped']);
	});

	it('quotes what the command says when something is wrong', () => {
		const source = readFileSync(join(ROOT, 'dist/cli/icrm.js'), 'utf8').replaceAll("\\'", "'");
		const quoted = tableRows(sectionOf(read(PAGE), 2, 'When something is wrong'), 'It says')
			.flatMap(([cell = '']) => [...cell.matchAll(/`([^`]+)`/g)].map(([, text = '']) => text))
			.flatMap((text) => text.split(/…|\/api\/v1\/discover|2\.40/))
			.map((part) => part.replace(/^[\s';.(]+|[\s'.)]+$/g, ''))
			.filter((part) => part.length > 6);
		expect(quoted.length).toBeGreaterThan(12);
		expect(quoted.filter((part) => !source.includes(part))).toEqual([]);
	});

	function writeOutputs(real: ReadonlyMap<string, string>): void {
		const text = read(PAGE).replace(
			OUTPUT,
			(_all, command: string) => `<!-- output: ${command} -->\n\n\`\`\`text\n${real.get(command)}\n\`\`\``,
		);
		writeFileSync(join(ROOT, PAGE), text);
	}
});
