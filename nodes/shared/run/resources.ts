import { NodeOperationError, type IExecuteFunctions, type INodeProperties } from 'n8n-workflow';
import { executeItems } from './execute-items';
import { hasChoice, type Operation, type Resource } from './operation';

/**
 * A node's properties: the choice of resource (where there are several), each resource's choice of operation, and each
 * operation's fields, shown when they are wanted.
 */
export function resourceProperties(resources: readonly Resource[]): INodeProperties[] {
	const several = hasChoice(resources);
	return [
		...(several ? [resourceChoice(resources)] : []),
		...resources.map((resource) => operationChoice(resource, several)),
		...resources.flatMap((resource) =>
			resource.operations.flatMap((operation) =>
				operation.fields.map((field) => shownFor(field, resource, operation, several)),
			),
		),
	];
}

/** The `execute` of an action node: finds the operation that was chosen, and runs it over the items. */
export const routeTo = (resources: readonly Resource[]) =>
	async function execute(this: IExecuteFunctions) {
		return await executeItems(this, chosen(this, resources));
	};

function chosen(context: IExecuteFunctions, resources: readonly Resource[]): Operation {
	const resourceValue = hasChoice(resources) ? String(context.getNodeParameter('resource', 0)) : undefined;
	const operationValue = String(context.getNodeParameter('operation', 0));
	const resource =
		resourceValue === undefined ? resources[0] : resources.find(({ value }) => value === resourceValue);
	const operation = resource?.operations.find(({ value }) => value === operationValue);
	if (operation) return operation;
	throw new NodeOperationError(
		context.getNode(),
		`This version of the node does not know the operation '${[resourceValue, operationValue].filter(Boolean).join(': ')}'`,
		{ description: 'Open the node and choose the operation anew, or update the pack.' },
	);
}

const resourceChoice = (resources: readonly Resource[]): INodeProperties => ({
	displayName: 'Resource',
	name: 'resource',
	type: 'options',
	noDataExpression: true,
	options: resources.map(({ value, name, description }) => ({
		name,
		value,
		...(description === undefined ? {} : { description }),
	})),
	default: resources[0]?.value ?? '',
});

const operationChoice = (resource: Resource, several: boolean): INodeProperties => ({
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	...(several ? { displayOptions: { show: { resource: [resource.value] } } } : {}),
	options: resource.operations.map(({ value, name, action, description }) => ({
		name,
		value,
		action,
		description,
	})),
	default: resource.defaultOperation ?? resource.operations[0]?.value ?? '',
});

/** A field's own conditions stay; the operation it belongs to is added. */
const shownFor = (
	field: INodeProperties,
	resource: Resource,
	operation: Operation,
	several: boolean,
): INodeProperties => ({
	...field,
	displayOptions: {
		...field.displayOptions,
		show: {
			...(several ? { resource: [resource.value] } : {}),
			operation: [operation.value],
			...field.displayOptions?.show,
		},
	},
});
