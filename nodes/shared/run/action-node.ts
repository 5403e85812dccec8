import { NodeConnectionTypes, type INodeTypeDescription } from 'n8n-workflow';
import { hasChoice, type Resource } from './operation';
import { resourceProperties } from './resources';

/**
 * What the `description` of an action node has in common with all others. What people see of it first stands in the node itself,
 * where n8n's own checks look for it.
 *
 * @example description: INodeTypeDescription = { displayName: 'ICRM Survey', …, ...actionNode(RESOURCES) }
 */
export const actionNode = (
	resources: readonly Resource[],
): Pick<INodeTypeDescription, 'group' | 'version' | 'inputs' | 'outputs' | 'properties'> => ({
	group: ['transform'],
	version: 1,
	inputs: [NodeConnectionTypes.Main],
	outputs: [NodeConnectionTypes.Main],
	properties: resourceProperties(resources),
});

/** The `subtitle` below the node on the canvas: what it does, in the words of the list of operations. */
export function subtitleOf(resources: readonly Resource[]): string {
	const several = hasChoice(resources);
	const actions = resources.flatMap(({ value, operations }) =>
		operations.map((operation) => [
			several ? `${value}:${operation.value}` : operation.value,
			operation.action,
		]),
	);
	const chosen = several
		? '$parameter["resource"] + ":" + $parameter["operation"]'
		: '$parameter["operation"]';
	return `={{ (${JSON.stringify(Object.fromEntries(actions))})[${chosen}] }}`;
}
