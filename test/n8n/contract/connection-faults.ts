import { NodeHelpers } from 'n8n-workflow';
import type { Template } from '../../../cli/templates/template';
import type { Descriptions } from './descriptions';
import { workflowOf } from './workflow';

/** Lines from an output that a node does not have with its parameters: n8n takes them, and nothing flows. */
export function connectionFaults(template: Template, descriptions: Descriptions): string[] {
	const workflow = workflowOf(template, descriptions);
	return Object.entries(workflow.connectionsBySourceNode).flatMap(([from, { main = [] }]) => {
		const node = workflow.getNode(from);
		const description = node && descriptions.node(node.type, node.typeVersion);
		// Told of elsewhere.
		if (!description) return [];
		const outputs = NodeHelpers.getNodeOutputs(workflow, node, description).length;
		return main.flatMap((targets, index) =>
			targets?.length && index >= outputs ? [`${from}: has no output ${index + 1} for a line`] : [],
		);
	});
}
