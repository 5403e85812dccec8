import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import manifest from '../../package.json';
import { N8nApi } from '../../scripts/stage/n8n/api';
import { findOrInstallN8n } from '../../scripts/stage/n8n/host';
import { startN8n } from '../../scripts/stage/n8n/server';
import { projectRoot } from '../../scripts/stage/util/project-root';

const NODES = [
	'icrmDirectory',
	'icrmRequest',
	'icrmAgreement',
	'icrmEscalation',
	'icrmAdmin',
	'icrmSlaTrigger',
	'icrmEscalationTrigger',
	'icrmSurvey',
	'icrmSurveyTrigger',
];

/** Every file below a folder, as paths from it. */
const filesIn = (folder: string): string[] =>
	readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) =>
		entry.isFile() ? [join(entry.parentPath, entry.name).slice(folder.length + 1)] : [],
	);

describe('the package that npm publishes', () => {
	const folder = mkdtempSync(join(tmpdir(), 'icrm-tarball-'));
	const tarball = () => join(folder, readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? '');

	beforeAll(() => {
		execFileSync('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder], {
			cwd: projectRoot,
		});
		execFileSync('tar', ['-xzf', tarball()], { cwd: folder });
	});
	afterAll(() => rmSync(folder, { recursive: true, force: true }));

	it('holds what a user needs and nothing else', () => {
		const files = filesIn(join(folder, 'package'));
		const allowed =
			/^(package\.json|README\.md|LICENSE|CHANGELOG\.md|dist\/(cli\/)?THIRD-PARTY-NOTICES\.txt|dist\/(engine|cli)\/[\w-]+\.js(\.map)?|dist\/(nodes|credentials)\/.+\.(js|js\.map|svg|node\.json)|dist\/nodes\/\w+\/__schema__\/v1\.0\.0\/[\w/]+\.json|dist\/workflows\/[\w-]+\.json)$/;
		expect(files.filter((file) => !allowed.test(file))).toEqual([]);
		for (const file of [...manifest.n8n.nodes, ...manifest.n8n.credentials]) expect(files).toContain(file);
	});

	it('needs nothing beside it', () => {
		expect(manifest).not.toHaveProperty('dependencies');
		const required = readFileSync(join(folder, 'package/dist/engine/index.js'), 'utf8').matchAll(
			/\brequire\("([^".][^"]*)"\)/g,
		);
		const outside = [...new Set([...required].map(([, name]) => name ?? ''))].filter(
			(name) => !name.startsWith('node:'),
		);
		// Optional parts of pg, asked for only where somebody installed them.
		const optional = ['pg-native', 'pg-cloudflare', 'cloudflare:sockets'];
		expect(outside.filter((name) => !builtinModules.includes(name) && !optional.includes(name))).toEqual([]);
	});

	it('installs from the tarball with scripts off, and loads in n8n', async () => {
		const userFolder = mkdtempSync(join(tmpdir(), 'icrm-n8n-'));
		const nodes = join(userFolder, '.n8n', 'nodes');
		execFileSync('npm', [
			'install',
			'--prefix',
			nodes,
			'--ignore-scripts',
			'--no-audit',
			'--no-fund',
			'--legacy-peer-deps',
			'--omit=peer',
			tarball(),
		]);
		const { bin } = await findOrInstallN8n();
		const n8n = await startN8n({ bin, userFolder });
		try {
			const types = await (await N8nApi.connect(n8n.baseUrl)).nodeTypes();
			const ours = types
				.filter(({ name }) => name.startsWith('n8n-nodes-icrm.'))
				.map(({ name }) => name.split('.')[1] ?? '');
			expect(ours).toEqual(expect.arrayContaining(NODES));
			// Those that an AI agent can use are there a second time, as tools.
			expect(ours).toEqual(
				expect.arrayContaining([
					'icrmDirectoryTool',
					'icrmRequestTool',
					'icrmAgreementTool',
					'icrmEscalationTool',
					'icrmSurveyTool',
				]),
			);
			// The editor asks for what an operation returns by these addresses; of a node with one resource, without it.
			const schemaOf = async (path: string) =>
				(await (await fetch(`${n8n.baseUrl}/schemas/n8n-nodes-icrm.${path}.json`)).json()) as object;
			for (const path of ['icrmSurvey/1.0.0/survey/get', 'icrmAgreement/1.0.0/get'])
				expect(await schemaOf(path)).toMatchObject({ type: 'object', version: 1 });
		} finally {
			await n8n.stop();
			rmSync(userFolder, { recursive: true, force: true });
		}
	});
});
