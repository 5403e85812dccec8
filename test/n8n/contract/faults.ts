import { NodeHelpers, type INode, type INodeTypeDescription } from 'n8n-workflow';
import type { Template } from '../../../cli/templates/template';
import { connectionFaults } from './connection-faults';
import { credentialFaults } from './credential-faults';
import type { Descriptions } from './descriptions';
import { parameterFaults } from './parameter-faults';
import { filledIn, nodesOf } from './template-nodes';

/**
 * Everything in which a template and an n8n do not fit together, a sentence each.
 *
 * @example faultsOf(template, await readDescriptions(api))
 * // ["redmine / Mirror it: operation 'miror' is not among mirror, open, …"]
 */
export function faultsOf(template: Template, descriptions: Descriptions): string[] {
	const faults = nodesOf(template).flatMap((node) =>
		nodeFaults(node, descriptions).map((fault) => `${node.name}: ${fault}`),
	);
	return [...faults, ...connectionFaults(template, descriptions)].map(
		(fault) => `${template.key} / ${fault}`,
	);
}

function nodeFaults(node: INode, descriptions: Descriptions): string[] {
	const versions = descriptions.versionsOf(node.type);
	if (versions.length === 0) return [`there is no node type '${node.type}'`];
	const description = descriptions.node(node.type, node.typeVersion);
	if (!description)
		return [
			`${node.type} has no version ${node.typeVersion}, only ${versions.toSorted((a, b) => a - b).join(', ')}`,
		];
	return [
		// n8n keeps old nodes working, and offers them to nobody any more.
		...(description.hidden ? [`${node.type} is deprecated: n8n hides it`] : []),
		...parameterFaults(node, description),
		...missingFaults(node, description),
		...credentialFaults(node, description, descriptions),
	];
}

/** What n8n itself would refuse to run: required fields that are empty, values that break a field's own rule. */
function missingFaults(node: INode, description: INodeTypeDescription): string[] {
	const parameters = filledIn(node, description);
	// Of a disabled node n8n asks nothing; ours is there to be enabled.
	const asked = { ...node, parameters, disabled: false };
	const issues = NodeHelpers.getNodeParametersIssues(description.properties, asked, description);
	return Object.values(issues?.parameters ?? {}).flat();
}
