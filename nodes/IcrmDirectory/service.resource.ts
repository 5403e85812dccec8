import { getService, listServices, saveServices } from '../../engine';
import { readSwitch, readText, requireText } from '../shared/fields/fields';
import { locatorField, readLocator } from '../shared/fields/locators';
import type { Resource } from '../shared/run/operation';
import { departmentFilter, getManyOperation } from './get-many.operation';
import { getOperation } from './get.operation';
import { idField, nameField, upsertOperation } from './upsert.operation';

const noun = {
	noun: 'service',
	title: 'Service',
	plural: 'services',
	outputs: ['id', 'name', 'departmentId', 'confidential'],
} as const;

const upsert = upsertOperation({
	...noun,
	example: '{"id": "laptop", "name": "New laptop", "departmentId": "it"}',
	save: saveServices,
	fields: [
		idField('Service', 'e.g. laptop'),
		nameField('service', 'e.g. New laptop'),
		locatorField('department', {
			description: 'Who provides the service. Left empty, a stored service stays where it is.',
		}),
		{
			displayName: 'Additional Fields',
			name: 'additionalFields',
			type: 'collection',
			placeholder: 'Add field',
			default: {},
			options: [
				{
					displayName: 'Confidential',
					name: 'confidential',
					type: 'boolean',
					default: false,
					description:
						'Whether descriptions of its requests are kept out of mails and acknowledge pages. A new service is not confidential, unless you say so.',
				},
			],
		},
	],
	read: (context, itemIndex) => ({
		id: requireText(context, 'id', itemIndex, 'Service ID'),
		name: readText(context, 'name', itemIndex),
		departmentId: readLocator(context, 'department', itemIndex),
		confidential: readSwitch(context, 'additionalFields.confidential', itemIndex),
	}),
});

export const service: Resource = {
	value: 'service',
	name: 'Service',
	description: 'What a department offers to the others',
	operations: [
		upsert,
		getOperation(noun, getService),
		getManyOperation(noun, listServices, { filters: [departmentFilter] }),
	],
};
