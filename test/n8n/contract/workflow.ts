import { Workflow, type IConnections, type INodeType, type INodeTypes } from 'n8n-workflow';
import type { Template } from '../../../cli/templates/template';
import type { Descriptions } from './descriptions';
import { nodesOf } from './template-nodes';

/** A template as n8n's own class for workflows has it, with the defaults of all parameters. For looking at, not for running. */
export function workflowOf(template: Template, descriptions: Descriptions): Workflow {
	const describe = (type: string, version: number) => {
		const description = descriptions.node(type, version);
		// n8n passes over a type that is unknown here, and so do we: it is told of elsewhere.
		return (description ? { description } : undefined) as INodeType;
	};
	const nodeTypes: INodeTypes = {
		getByName: (type) => describe(type, descriptions.versionsOf(type)[0] ?? 1),
		getByNameAndVersion: (type, version) => describe(type, version ?? 1),
		getKnownTypes: () => ({}),
	};
	return new Workflow({
		id: template.key,
		name: template.name,
		nodes: [...nodesOf(template)],
		connections: template.connections as unknown as IConnections,
		nodeTypes,
		active: false,
		settings: { executionOrder: 'v1', timezone: 'UTC' },
	});
}
