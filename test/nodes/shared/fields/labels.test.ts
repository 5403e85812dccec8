import type { INodeProperties } from 'n8n-workflow';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { durationField, optionsField, textField } from '../../../../nodes/shared/fields/fields';
import { labelOf } from '../../../../nodes/shared/fields/labels';
import { locatorField } from '../../../../nodes/shared/fields/locators';
import type { Resource } from '../../../../nodes/shared/run/operation';

const fields: readonly INodeProperties[] = [
	locatorField('department', { name: 'toDepartment', displayName: 'To Department' }),
	locatorField('policy', { name: 'escalationPolicy' }),
	{
		displayName: 'Levels',
		name: 'levels',
		type: 'fixedCollection',
		default: {},
		options: [
			{
				displayName: 'Level',
				name: 'rows',
				values: [durationField({ name: 'delay', displayName: 'Delay' }), locatorField('member')],
			},
		],
	},
	optionsField([textField({ name: 'sourceRef', displayName: 'Source Reference' })]),
];

test.each([
	['toDepartment', "'To Department'"],
	['departmentId', "'To Department'"],
	['escalationPolicyId', "'Escalation Policy'"],
	['fact.sourceRef', "'Source Reference'"],
	['options.sourceRef', "'Source Reference'"],
	['levels', "'Levels'"],
	['levels[1].delay', "'Delay' in row 2 of 'Levels'"],
	['levels[0].targets[0].memberId', "'Member' in row 1 of 'Levels'"],
	['levels[2].colour', "row 3 of 'Levels'"],
	['colour', undefined],
	['colour.shade', undefined],
])('%s is called %s', (path, label) => {
	expect(labelOf(fields, path, { departmentId: 'toDepartment' })).toBe(label);
});

/** Every resource of every node, as the source has it. */
function resources(): [string, Resource][] {
	const root = join(__dirname, '..', '..', '..', '..', 'nodes');
	return readdirSync(root, { recursive: true, encoding: 'utf8' })
		.filter((name) => name.endsWith('.resource.ts'))
		.flatMap((name) =>
			Object.values(jest.requireActual<Record<string, Resource>>(join(root, name))).map(
				(one): [string, Resource] => [name, one],
			),
		);
}

describe('in every operation', () => {
	it.each(resources())(
		'of %s each field is found by its own name, and the names of the engine by theirs',
		(_name, resource) => {
			expect(resource.operations.length).toBeGreaterThan(0);
			for (const operation of resource.operations) {
				for (const field of operation.fields) {
					// Two fields may share a name where only one of them is shown.
					const labels = operation.fields
						.filter(({ name }) => name === field.name)
						.map(({ displayName }) => `'${displayName}'`);
					expect(labels).toContain(labelOf(operation.fields, field.name));
				}
				for (const [inEngine, parameter] of Object.entries(operation.names ?? {}))
					expect(labelOf(operation.fields, inEngine, operation.names)).toBe(
						labelOf(operation.fields, parameter),
					);
			}
		},
	);
});
