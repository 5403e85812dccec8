import { NodeHelpers, type INode, type INodeTypeDescription } from 'n8n-workflow';
import type { Template } from '../../cli/templates/template';

/**
 * A template in the form in which n8n's editor saves it: without what is the default anyway. Only in that form does a workflow
 * stay the same when an admin opens it and moves a node.
 * @param types from a running n8n
 */
export const normalForm = <T extends Pick<Template, 'nodes'>>(
	template: T,
	types: readonly INodeTypeDescription[],
): T => ({
	...template,
	nodes: template.nodes.map((node) => ({
		...node,
		parameters: pruned(node.parameters, parametersOf(node, types)),
	})),
});

/** As the editor does it when it saves (`getNodeDataToSave`). */
function parametersOf(node: Template['nodes'][number], types: readonly INodeTypeDescription[]) {
	const type = types.find(
		({ name, version }) => name === node.type && [version].flat().includes(node.typeVersion),
	);
	if (!type) throw new Error(`n8n has no ${node.type} ${node.typeVersion}`);
	const asNode = node as unknown as INode;
	const parameters = NodeHelpers.getNodeParameters(
		type.properties,
		asNode.parameters,
		false,
		false,
		asNode,
		type,
	);
	return parameters ?? {};
}

/** The first with nothing left but what the second has as well: the order stays, and empty options do not come in. */
function pruned<T>(before: T, after: unknown): T {
	if (!isRecord(before) || !isRecord(after)) {
		return Array.isArray(before) && Array.isArray(after)
			? (before.map((one: unknown, index) => pruned(one, after[index])) as T)
			: before;
	}
	const kept = Object.entries(before).filter(([key]) => key in after);
	return Object.fromEntries(kept.map(([key, value]) => [key, pruned(value, after[key])])) as T;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);
