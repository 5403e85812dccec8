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

/**
 * Puts a template into n8n with its credentials filled in, in place of the workflow of the same name if there is one.
 * @param credentialIds by credential type: `smtp`
 */
export async function importTemplate(
	api: N8nApi,
	template: Template,
	credentialIds: Readonly<Record<string, string>>,
): Promise<Workflow> {
	const known = (await api.listWorkflows()).filter((workflow) => workflow.name === template.name);
	for (const { id } of known) await api.deleteWorkflow(id);
	const nodes = template.nodes.map((node) => {
		const filled = Object.entries(node.credentials ?? {}).map(
			([type, { name }]) => [type, { id: credentialIds[type] ?? '', name }] as const,
		);
		return filled.length === 0 ? node : { ...node, credentials: Object.fromEntries(filled) };
	});
	return await api.createWorkflow({ ...template, nodes });
}
