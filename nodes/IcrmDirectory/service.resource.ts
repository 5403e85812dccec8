import { getService, listServices, saveServices } from '../../engine';
import { readText, requireText } from '../shared/fields/fields';
import { locatorField, readLocator } from '../shared/fields/locators';
import type { Resource } from '../shared/run/operation';
import { departmentFilter, getManyOperation } from './get-many.operation';
import { getOperation } from './get.operation';
import { idField, nameField, upsertOperation } from './upsert.operation';

const noun = {
	noun: 'service',
	title: 'Service',
	plural: 'services',
	outputs: ['id', 'name', 'departmentId'],
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
	],
	read: (context, itemIndex) => ({
		id: requireText(context, 'id', itemIndex, 'Service ID'),
		name: readText(context, 'name', itemIndex),
		departmentId: readLocator(context, 'department', itemIndex),
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
