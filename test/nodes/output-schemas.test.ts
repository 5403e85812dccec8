import { loadOutputSchema } from 'n8n-core';
import type { INodeParameters, INodePropertyOptions } from 'n8n-workflow';
import { basename } from 'node:path';
import manifest from '../../package.json';
import { nodeType } from '../support/n8n-engine';
import { faultsOf, schemaOf, widen } from '../support/output-schema';
import { schemaFile, schemaReference } from '../support/output-schemas';

/** Everything a node of the package can be set to: its operations, or itself where it is a trigger. */
const ALL = manifest.n8n.nodes
	.map((path) => basename(path, '.node.js'))
	.map((name) => name.charAt(0).toLowerCase() + name.slice(1))
	.flatMap((type) => operationsOf(type).map((parameters) => [type, parameters] as const));

function operationsOf(type: string): INodeParameters[] {
	const { properties } = nodeType(type).description;
	const choices = properties.filter(({ name }) => name === 'operation');
	if (choices.length === 0) return [{}];
	return choices.flatMap(({ options = [], displayOptions }) => {
		const [resource] = displayOptions?.show?.resource ?? [];
		return (options as INodePropertyOptions[]).map(({ value }) => ({
			...(resource === undefined ? {} : { resource: String(resource) }),
			operation: String(value),
		}));
	});
}

describe('the schema of what is returned', () => {
	it.each(ALL.map(([type, parameters]) => [schemaFile(type, parameters), type, parameters] as const))(
		'%s is in the built package, where n8n looks for it',
		(_file, type, parameters) => {
			// Missing? `npm run schemas` writes it from what the operation returns in the tests of the nodes and of the docs.
			const schema = loadOutputSchema(schemaReference(type, parameters));
			expect(schema).toMatchObject({ type: 'object', properties: expect.any(Object) as object, version: 1 });
			expect(Object.keys(schema?.properties ?? {})).not.toEqual([]);
		},
	);

	it('is missing for an operation that nobody ran', () => {
		expect(loadOutputSchema(schemaReference('icrmRequest', { operation: 'forget' }))).toBeUndefined();
	});
});

describe('a schema', () => {
	const item = { id: 'A-1', dueAt: null, clocks: [{ metric: 'resolution', agreement: { id: 'a' } }] };

	it('is made of values, and takes them', () => {
		const schema = schemaOf(item);
		expect(schema.properties?.dueAt).toEqual({ type: 'null' });
		expect(faultsOf(schema, item)).toEqual([]);
	});

	it('finds another type and a field that it does not know, at any depth', () => {
		const schema = schemaOf(item);
		expect(faultsOf(schema, { ...item, id: 1 })).toEqual(['the item.id is of type number, not string']);
		expect(faultsOf(schema, { ...item, clocks: [{ agreement: { id: 'a', kind: 'sla' } }] })).toEqual([
			'the item.clocks[0].agreement.kind is not in the schema',
		]);
	});

	it('that is widened takes both, and stays one type where the editor opens it', () => {
		const other = { id: 'A-2', dueAt: '2026-04-01T10:00:00.000Z', clocks: null, status: 'open' };
		const schema = widen(schemaOf(item), schemaOf(other));
		expect([item, other].flatMap((value) => faultsOf(schema, value))).toEqual([]);
		expect(schema.properties?.dueAt).toEqual({ type: ['string', 'null'] });
		expect(schema.properties?.clocks).toMatchObject({ type: 'array', nullable: true });
	});
});
