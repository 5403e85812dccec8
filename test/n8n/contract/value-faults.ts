import { isExpression, type INodeProperties, type INodePropertyOptions } from 'n8n-workflow';

/** What the editor offers in a node 'Edit Fields'. */
const FIELD_TYPES = ['string', 'number', 'boolean', 'array', 'object', 'binary'];

export const isRecord = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** What is wrong with one value that is no expression, by the kind of its field. */
export function valueFaults(
	property: INodeProperties,
	value: unknown,
	path: string,
	isShown: (option: INodePropertyOptions) => boolean,
): string[] {
	switch (property.type) {
		case 'boolean':
		case 'number':
		case 'string':
			return typeof value === property.type ? [] : [`${path} is not a ${property.type}`];
		case 'options':
			return notOffered(property, [value], path, isShown);
		case 'multiOptions':
			return Array.isArray(value) ? notOffered(property, value, path, isShown) : [`${path} is not a list`];
		case 'json':
			return jsonFaults(value, path);
		case 'resourceLocator':
			return locatorFaults(property, value, path);
		case 'assignmentCollection':
			return assignmentFaults(value, path);
		case 'filter':
			return isRecord(value) && Array.isArray(value.conditions) ? [] : [`${path} has no conditions`];
		default:
			return [];
	}
}

/** A list that the node loads while somebody looks at it can hold anything. */
function notOffered(
	{ options = [], typeOptions }: INodeProperties,
	chosen: readonly unknown[],
	path: string,
	isShown: (option: INodePropertyOptions) => boolean,
): string[] {
	if (typeOptions?.loadOptionsMethod !== undefined || typeOptions?.loadOptions !== undefined) return [];
	const offered = options
		.filter((option): option is INodePropertyOptions => 'value' in option)
		.filter((option) => isShown(option))
		.map(({ value }): unknown => value);
	return chosen
		.filter((value) => !isExpression(value) && !offered.includes(value))
		.map((value) => `${path} '${String(value)}' is not among ${offered.join(', ')}`);
}

function jsonFaults(value: unknown, path: string): string[] {
	if (typeof value !== 'string') return isRecord(value) ? [] : [`${path} is not JSON`];
	try {
		JSON.parse(value);
		return [];
	} catch {
		return [`${path} is not JSON`];
	}
}

function locatorFaults({ modes = [] }: INodeProperties, value: unknown, path: string): string[] {
	if (!isRecord(value) || value.__rl !== true) return [`${path} does not say how its value is meant`];
	const known = modes.map(({ name }) => name);
	return known.some((mode) => mode === value.mode)
		? []
		: [`${path} has the mode '${String(value.mode)}', which is not among ${known.join(', ')}`];
}

function assignmentFaults(value: unknown, path: string): string[] {
	const list: unknown = isRecord(value) ? value.assignments : undefined;
	if (!Array.isArray(list)) return [`${path} has no assignments`];
	return list.flatMap((one: unknown) => {
		if (!isRecord(one) || typeof one.id !== 'string' || typeof one.name !== 'string' || !('value' in one))
			return [`${path} has an assignment without id, name or value`];
		return FIELD_TYPES.some((type) => type === one.type)
			? []
			: [
					`${path} '${one.name}' is of the type '${String(one.type)}', which is not among ${FIELD_TYPES.join(', ')}`,
				];
	});
}
