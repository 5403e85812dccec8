import type { ImportReport } from '../../cli/import/import-all';
import { importAll } from '../../cli/import/import-all';
import { N8nClient } from '../../cli/n8n/client';
import type { Template } from '../../cli/templates/template';
import { readTemplates } from '../../cli/templates/template-files';
import { withFakeN8n } from './command';

const KEY = 'milestone-survey';
const [shipped] = readTemplates([KEY]);

/** The template as it will be shipped one day: another subject, and one node more. */
function newer(template: Template | undefined): Template {
	if (!template) throw new Error(`there is no ${KEY}`);
	const added = template.nodes.map((node) =>
		node.name === 'Send the mail' ? { ...node, parameters: { ...node.parameters, subject: 'Newer' } } : node,
	);
	const ask = { id: 'brand-new', name: 'Ask', type: 'n8n-nodes-icrm.icrmRequest', typeVersion: 1 };
	return { ...template, nodes: [...added, { ...ask, position: [0, 0], parameters: { operation: 'get' } }] };
}

describe('a newer template', () => {
	const fake = withFakeN8n();
	const put = async (
		template: Template | undefined,
		options: { publish?: boolean; force?: boolean } = {},
	) => {
		const client = new N8nClient({ url: fake.n8n.url, apiKey: fake.n8n.apiKey, timeoutMs: 5_000 });
		const { templates } = await importAll(client, template ? [template] : [], options);
		return templates[0] as ImportReport['templates'][number];
	};
	const workflow = () => fake.n8n.workflows.named(shipped?.name ?? '');
	const node = (name: string) => workflow().nodes.find((one) => one.name === name);
	const mail = { name: 'SMTP account', type: 'smtp', data: { host: 'mail.acme.example' } };

	beforeEach(() => {
		fake.n8n.credentials.create(mail);
	});

	it('takes the place of the older one; name, credentials, positions and settings of the admin stay', async () => {
		await put(shipped, { publish: true });
		const own = { smtp: { id: fake.n8n.credentials.create({ ...mail, name: 'Other' }).id, name: 'Other' } };
		const store = { icrmStoreApi: { id: 'pg', name: 'Our PostgreSQL' } };
		Object.assign(workflow(), {
			settings: { ...workflow().settings, timezone: 'Asia/Shanghai' },
			nodes: workflow().nodes.map((one) =>
				one.name === 'Send the mail'
					? { ...one, credentials: own, position: [7, 7] }
					: one.type.startsWith('n8n-nodes-icrm')
						? { ...one, credentials: store }
						: one,
			),
		});
		expect(await put(newer(shipped))).toMatchObject({ action: 'updated', published: true });
		expect(node('Send the mail')).toMatchObject({ credentials: own, position: [7, 7] });
		expect(node('Send the mail')?.parameters.subject).toBe('Newer');
		// A node that is new keeps to the store that the others use.
		expect(node('Ask')?.credentials).toEqual(store);
		expect(workflow().settings).toEqual({
			executionOrder: 'v1',
			saveDataSuccessExecution: 'none',
			timezone: 'Asia/Shanghai',
		});
		expect(workflow().activeVersion?.nodes).toEqual(workflow().nodes);
		expect(await put(newer(shipped))).toMatchObject({ action: 'unchanged' });
	});

	it('does not move a workflow without a store credential to a store that came later', async () => {
		await put(shipped);
		fake.n8n.credentials.create({ name: 'ICRM Store', type: 'icrmStoreApi', data: {} });
		await put(newer(shipped));
		expect(workflow().nodes.filter(({ credentials }) => credentials?.icrmStoreApi)).toEqual([]);
	});

	it('leaves what was changed, says that there is a newer one, and takes its place with --force', async () => {
		await put(shipped);
		workflow().nodes = workflow().nodes.map((one) => ({ ...one, disabled: true }));
		expect(await put(newer(shipped))).toMatchObject({
			action: 'kept',
			notes: [expect.stringContaining('newer')],
		});
		expect(await put(newer(shipped), { force: true })).toMatchObject({ action: 'updated' });
	});

	it('puts back what of its executions is to be kept, and notices when somebody changed that', async () => {
		await put(shipped);
		workflow().settings = { executionOrder: 'v1', saveDataSuccessExecution: 'all' };
		expect(await put(shipped)).toMatchObject({ action: 'kept' });
		await put(shipped, { force: true });
		expect(workflow().settings).toMatchObject({ saveDataSuccessExecution: 'none' });
	});

	it('whose update was saved and not published is published by the next import', async () => {
		await put(shipped, { publish: true });
		const { nodes, connections } = workflow();
		const running = { nodes, connections };
		await put(newer(shipped));
		// As n8n leaves it when a review has to come first.
		Object.assign(workflow(), { activeVersion: running, activeVersionId: 'older' });
		expect(await put(newer(shipped))).toMatchObject({ action: 'updated', published: true });
		expect(workflow().activeVersion?.nodes).toEqual(workflow().nodes);
	});

	it('is published also by an n8n that does not publish an update by itself', async () => {
		await put(shipped, { publish: true });
		const { nodes, connections } = workflow();
		fake.n8n.trouble = ({ method, path, body }) => {
			if (method !== 'PUT' || !/workflows\/[^/]+$/.test(path)) return undefined;
			const answer = fake.n8n.workflows.update(workflow().id, body);
			Object.assign(answer, { activeVersion: { nodes, connections }, activeVersionId: 'older' });
			return { status: 200, text: JSON.stringify(answer) };
		};
		await put(newer(shipped));
		expect(workflow().activeVersionId).toBe(workflow().versionId);
	});
});
