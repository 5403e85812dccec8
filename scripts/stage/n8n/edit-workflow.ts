import type { N8nApi } from './api';

interface Node {
	readonly name: string;
	readonly parameters: Readonly<Record<string, unknown>>;
}

interface Stored {
	readonly name: string;
	readonly nodes: readonly Node[];
	readonly connections: Readonly<Record<string, object>>;
	readonly settings?: Readonly<Record<string, unknown>>;
}

/** Changes nodes of a workflow by their names, as an admin does in the editor. @throws Error for a name that is not there */
export async function editNodes(
	api: N8nApi,
	workflowId: string,
	changes: Readonly<Record<string, (node: Node) => Node>>,
): Promise<void> {
	await edit(api, workflowId, (workflow) => {
		for (const wanted of Object.keys(changes)) assertNode(workflow, wanted);
		return { ...workflow, nodes: workflow.nodes.map((node) => changes[node.name]?.(node) ?? node) };
	});
}

/** Draws the one line that leaves a node to another node. */
export async function drawLine(api: N8nApi, workflowId: string, from: string, to: string): Promise<void> {
	await edit(api, workflowId, (workflow) => {
		for (const wanted of [from, to]) assertNode(workflow, wanted);
		const line = { main: [[{ node: to, type: 'main', index: 0 }]] };
		return { ...workflow, connections: { ...workflow.connections, [from]: line } };
	});
}

/** Puts other values in the place of some parameters. */
export const withParameters =
	(values: Readonly<Record<string, unknown>>) =>
	(node: Node): Node => ({ ...node, parameters: { ...node.parameters, ...values } });

/** Puts another text in the place of one, wherever it stands in the parameters. */
export const withText =
	(before: string, after: string) =>
	(node: Node): Node => {
		const text = JSON.stringify(node.parameters);
		if (!text.includes(before)) throw new Error(`'${before}' does not stand in the node '${node.name}'`);
		return { ...node, parameters: JSON.parse(text.replaceAll(before, after)) as Node['parameters'] };
	};

async function edit(api: N8nApi, workflowId: string, change: (workflow: Stored) => Stored): Promise<void> {
	const { name, nodes, connections, settings } = change(await api.workflow<Stored>(workflowId));
	const { executionOrder = 'v1' } = settings ?? {};
	await api.updateWorkflow(workflowId, { name, nodes, connections, settings: { executionOrder } });
}

function assertNode({ name, nodes }: Stored, wanted: string): void {
	if (!nodes.some((node) => node.name === wanted)) throw new Error(`There is no node '${wanted}' in ${name}`);
}
