import { FIRST_NOTE, type Template } from './template';

/** What a hand may have broken in a template, where each part by itself is well formed; undefined when all is well. */
export function faultIn({ nodes, connections }: Template): string | undefined {
	const names = new Set(nodes.map(({ name }) => name));
	const [from] = Object.keys(connections).filter((name) => !names.has(name));
	if (from !== undefined) return `connections.${from} begins at a node that is not there`;
	const [to] = targetsIn(connections).filter((name) => !names.has(name));
	if (to !== undefined) return `a connection leads to '${to}', a node that is not there`;
	const id = doubled(nodes.map((node) => node.id));
	if (id !== undefined) return `two nodes have the id ${id}`;
	const name = doubled(nodes.map((node) => node.name));
	if (name !== undefined) return `two nodes are called '${name}'`;
	if (!names.has(FIRST_NOTE)) return `the note '${FIRST_NOTE}' is missing`;
	return undefined;
}

const targetsIn = (connections: Template['connections']): string[] =>
	Object.values(connections)
		.flatMap((ways) => Object.values(ways))
		.flat(2)
		.flatMap((end) => (end === null ? [] : [end.node]));

/** Templates are recognised in n8n by the ids of their nodes, so no two may share one. */
export function sharedId(templates: readonly Template[]): string | undefined {
	const owners = new Map<string, string>();
	for (const { key, nodes } of templates)
		for (const { id } of nodes) {
			const owner = owners.get(id);
			if (owner !== undefined) return `'${owner}' and '${key}' both have a node with the id ${id}`;
			owners.set(id, key);
		}
	return undefined;
}

const doubled = (values: readonly string[]): string | undefined =>
	values.find((value, index) => values.indexOf(value) !== index);
