import { NodeHelpers, type INode, type INodeParameters, type INodeTypeDescription } from 'n8n-workflow';
import type { Template } from '../../../cli/templates/template';

/** The template's nodes as n8n's own type has them: the one place where we believe it. Copies, which n8n may fill in. */
export const nodesOf = ({ nodes }: Pick<Template, 'nodes'>) =>
	structuredClone(nodes) as unknown as readonly INode[];

/** The parameters with n8n's defaults, without those it does not know or show. */
export const filledIn = (node: INode, description: INodeTypeDescription): INodeParameters =>
	NodeHelpers.getNodeParameters(description.properties, node.parameters, true, false, node, description) ??
	{};
