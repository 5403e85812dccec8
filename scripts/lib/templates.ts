import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { N8nApi } from './n8n-api';
import type { Workflow, WorkflowJson } from './n8n-types';
import { projectRoot } from './project-root';

interface TemplateNode {
	readonly name: string;
	readonly type: string;
	readonly credentials?: Readonly<Record<string, { readonly id: string; readonly name: string }>>;
	readonly parameters: Readonly<Record<string, unknown>>;
}

export type Template = Omit<WorkflowJson, 'nodes'> & { readonly nodes: readonly TemplateNode[] };

const folder = join(projectRoot, 'workflows');

/** The shipped templates by file name: what is in `workflows/` beside the sample data. */
export function readTemplates(): Map<string, Template> {
	const files = readdirSync(folder).filter((file) => file.endsWith('.json') && !file.startsWith('sample-'));
	return new Map(
		files
			.sort()
			.map((file) => [
				file.replace('.json', ''),
				JSON.parse(readFileSync(join(folder, file), 'utf8')) as Template,
			]),
	);
}

/** Types of credential, and the one to use of each. */
export type Credentials = Readonly<Record<string, { readonly id: string; readonly name: string }>>;

/**
 * Puts a template into n8n with its credentials filled in, in place of the workflow of the same name if there is one.
 * @param credentials by type: `smtp`; with an `icrmStoreApi` among them, every ICRM node is given that one
 */
export async function importTemplate(
	api: N8nApi,
	template: Template,
	credentials: Credentials,
): Promise<Workflow> {
	const known = (await api.listWorkflows()).filter((workflow) => workflow.name === template.name);
	for (const { id } of known) await api.deleteWorkflow(id);
	return await api.createWorkflow({
		...template,
		nodes: template.nodes.map((node) => filledIn(node, credentials)),
	});
}

function filledIn(node: TemplateNode, credentials: Credentials): TemplateNode {
	const wanted = [
		...Object.keys(node.credentials ?? {}),
		...(node.type.startsWith('n8n-nodes-icrm.') ? ['icrmStoreApi'] : []),
	];
	const chosen = wanted.flatMap((type) => (credentials[type] ? [[type, credentials[type]] as const] : []));
	return chosen.length === 0 ? node : { ...node, credentials: Object.fromEntries(chosen) };
}
