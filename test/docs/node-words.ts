import type { INodeProperties, INodePropertyCollection, INodePropertyOptions } from 'n8n-workflow';
import { nodeType } from '../support/n8n-engine';
import { bare, sectionsOf, tableRows } from './markdown';

/** What a node offers, in the words of the editor. */
export interface ResourceWords {
	/** `Calendar`; for a node with one resource, the heading its page uses. */
	readonly name: string;
	readonly operations: ReadonlyMap<string, readonly string[]>;
	/** Every field with the path to it: `Options → Actor`. */
	readonly parameters: readonly string[];
}

/** What the built node says of itself. */
export function wordsOfNode(type: string): ResourceWords[] {
	const { properties } = nodeType(type).description;
	const resource = properties.find(({ name }) => name === 'resource');
	const only = properties.some(({ name }) => name === 'operation') ? 'Operations' : 'Parameters';
	const resources = resource ? optionsOf(resource) : [{ name: only, value: undefined }];
	return resources.map(({ name, value }) => {
		const isOf = (property: INodeProperties) =>
			value === undefined || shows(property, 'resource').includes(String(value));
		const own = properties.filter((property) => property !== resource && isOf(property));
		const operation = own.find((property) => property.name === 'operation');
		const fields = own.filter((property) => property !== operation);
		const operations = operation ? optionsOf(operation) : [];
		return {
			name,
			operations: new Map(
				operations.map((each) => [
					each.name,
					unique(
						fields
							.filter((field) => shows(field, 'operation').includes(String(each.value)))
							.map(({ displayName }) => displayName),
					),
				]),
			),
			parameters: unique(fields.flatMap((field) => pathsOf(field))),
		};
	});
}

/** What its page says: the tables of operations and of parameters in each section. */
export function wordsOfPage(text: string): ResourceWords[] {
	return sectionsOf(text, 2).flatMap(({ title, text: section }): ResourceWords[] => {
		const operations = tableRows(section, 'Operation');
		const parameters = tableRows(section, 'Parameter');
		if (operations.length === 0 && parameters.length === 0) return [];
		return [
			{
				name: title,
				operations: new Map(
					operations.map(([name = '', , fields = '']) => [bare(name), unique(bare(fields).split(/, */))]),
				),
				parameters: unique(parameters.map(([name = '']) => bare(name))),
			},
		];
	});
}

/** Every difference, as a sentence; none when the page says what the node is. */
export function differences(node: readonly ResourceWords[], page: readonly ResourceWords[]): string[] {
	return compare(
		node.map(({ name }) => name),
		page.map(({ name }) => name),
		'resource',
	).concat(
		node.flatMap((resource) => {
			const told = page.find(({ name }) => name === resource.name);
			if (!told) return [];
			return [
				...compare(
					[...resource.operations.keys()],
					[...told.operations.keys()],
					`${resource.name}: operation`,
				),
				...[...resource.operations].flatMap(([operation, fields]) =>
					compare(
						fields,
						told.operations.get(operation) ?? fields,
						`${resource.name}: ${operation}: parameter`,
					),
				),
				...compare(resource.parameters, told.parameters, `${resource.name}: parameter`),
			];
		}),
	);
}

export function compare(real: readonly string[], told: readonly string[], what: string): string[] {
	return [
		...real.filter((name) => !told.includes(name)).map((name) => `${what} '${name}' is not in the docs`),
		...told.filter((name) => !real.includes(name)).map((name) => `${what} '${name}' is only in the docs`),
	];
}

const unique = (names: readonly string[]) => [...new Set(names)].sort();

const shows = (property: INodeProperties, name: string): string[] =>
	(property.displayOptions?.show?.[name] ?? []).map(String);

const optionsOf = (property: INodeProperties) => (property.options ?? []) as INodePropertyOptions[];

/** A field and, where it is a collection, what can be added in it. */
function pathsOf(property: INodeProperties): string[] {
	const name = property.displayName;
	const inner = (properties: readonly INodeProperties[]) =>
		properties.flatMap((each) => pathsOf(each).map((path) => `${name} → ${path}`));
	if (property.type === 'collection') return [name, ...inner(property.options as INodeProperties[])];
	if (property.type === 'fixedCollection')
		return [name, ...(property.options as INodePropertyCollection[]).flatMap(({ values }) => inner(values))];
	return [name];
}
