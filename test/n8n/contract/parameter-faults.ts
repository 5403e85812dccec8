import {
	isExpression,
	NodeHelpers,
	type INode,
	type INodeParameters,
	type INodeProperties,
	type INodePropertyCollection,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { filledIn } from './template-nodes';
import { isRecord, valueFaults } from './value-faults';

/** One set of fields that belong together: the whole node, a collection, an entry of a list. */
interface Level {
	readonly node: INode;
	readonly description: INodeTypeDescription;
	readonly root: INodeParameters;
	readonly properties: readonly INodeProperties[];
	readonly path: string;
	/** n8n adds no defaults to what was picked from 'Add option'. */
	readonly isCollection: boolean;
}

/**
 * Parameters the node does not know, does not show beside the others, or cannot take. n8n drops or ignores them without a
 * word, so a template would do something else than it says.
 */
export const parameterFaults = (node: INode, description: INodeTypeDescription): string[] =>
	levelFaults(
		{
			node,
			description,
			root: filledIn(node, description),
			properties: description.properties,
			path: '',
			isCollection: false,
		},
		node.parameters,
	);

function levelFaults(level: Level, given: unknown): string[] {
	if (!isRecord(given)) return [`${level.path} is not a set of fields`];
	const values = level.path === '' ? level.root : withDefaults(level, given as INodeParameters);
	const isShown = (part: Parameters<typeof NodeHelpers.displayParameter>[1]) =>
		NodeHelpers.displayParameter(values, part, level.node, level.description, level.root);
	return Object.entries(given).flatMap(([name, value]) => {
		const path = level.path === '' ? name : `${level.path}.${name}`;
		const named = level.properties.filter((property) => property.name === name);
		if (named.length === 0) return [`there is no parameter '${path}'`];
		const property = named.find(isShown);
		if (!property) return [`parameter '${path}' is not there with the other values of this node`];
		return propertyFaults({ ...level, path }, property, value, isShown);
	});
}

const withDefaults = ({ node, description, root, properties, isCollection }: Level, given: INodeParameters) =>
	NodeHelpers.getNodeParameters([...properties], given, true, true, node, description, {
		onlySimpleTypes: true,
		dataIsResolved: true,
		nodeValuesRoot: root,
		...(isCollection ? { parentType: 'collection' } : {}),
	}) ?? {};

function propertyFaults(
	level: Level,
	property: INodeProperties,
	value: unknown,
	isShown: Parameters<typeof valueFaults>[3],
): string[] {
	const { path } = level;
	if (isExpression(value)) return property.noDataExpression ? [`${path} takes no expression`] : [];
	const isList = property.typeOptions?.multipleValues === true;
	switch (property.type) {
		case 'collection':
			return eachOf(isList, value, path, (one) =>
				levelFaults({ ...level, properties: fieldsOf(property), isCollection: true }, one),
			);
		case 'fixedCollection':
			return groupFaults(level, property, value, isList);
		default:
			return eachOf(isList, value, path, (one) => valueFaults(property, one, path, isShown));
	}
}

/** `{ "parameters": [{ … }, …] }`: each group of a fixed collection by its name. */
function groupFaults(level: Level, property: INodeProperties, value: unknown, isList: boolean): string[] {
	if (!isRecord(value)) return [`${level.path} is not a set of groups`];
	return Object.entries(value).flatMap(([name, entries]) => {
		const path = `${level.path}.${name}`;
		const group = groupsOf(property).find((one) => one.name === name);
		if (!group) return [`there is no parameter '${path}'`];
		return eachOf(isList, entries, path, (entry) =>
			levelFaults({ ...level, path, properties: group.values, isCollection: false }, entry),
		);
	});
}

function eachOf(
	isList: boolean,
	value: unknown,
	path: string,
	faultsOf: (one: unknown) => string[],
): string[] {
	if (!isList) return faultsOf(value);
	return Array.isArray(value) ? value.flatMap((one) => faultsOf(one)) : [`${path} is not a list`];
}

const fieldsOf = ({ options = [] }: INodeProperties) =>
	options.filter((option): option is INodeProperties => 'type' in option);
const groupsOf = ({ options = [] }: INodeProperties) =>
	options.filter((option): option is INodePropertyCollection => 'values' in option);
