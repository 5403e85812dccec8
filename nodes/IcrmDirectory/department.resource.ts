import { getDepartment, listDepartments, saveDepartments } from '../../engine';
import { readText, requireText } from '../shared/fields/fields';
import { locatorField, readLocator } from '../shared/fields/locators';
import type { Resource } from '../shared/run/operation';
import { getManyOperation } from './get-many.operation';
import { getOperation } from './get.operation';
import { hintAtHeadless } from './nobody-above';
import { idField, nameField, upsertOperation } from './upsert.operation';

const noun = {
	noun: 'department',
	title: 'Department',
	plural: 'departments',
	outputs: ['id', 'name', 'headId', 'calendarId'],
} as const;

const upsert = upsertOperation({
	...noun,
	example: '{"id": "it", "name": "IT", "headId": "E-1042", "calendarId": "berlin-office"}',
	save: saveDepartments,
	hint: hintAtHeadless,
	fields: [
		idField('Department', 'e.g. it'),
		nameField('department', 'e.g. Information Technology'),
		{
			displayName: 'Additional Fields',
			name: 'additionalFields',
			type: 'collection',
			placeholder: 'Add field',
			default: {},
			options: [
				locatorField('calendar', {
					description: 'The working hours of its people. Left empty, a stored calendar stays.',
				}),
				locatorField('member', {
					name: 'head',
					displayName: 'Head',
					description: 'Who leads the department. Left empty, a stored head stays.',
				}),
			],
		},
	],
	read: (context, itemIndex) => ({
		id: requireText(context, 'id', itemIndex, 'Department ID'),
		name: readText(context, 'name', itemIndex),
		headId: readLocator(context, 'additionalFields.head', itemIndex),
		calendarId: readLocator(context, 'additionalFields.calendar', itemIndex),
	}),
});

export const department: Resource = {
	value: 'department',
	name: 'Department',
	description: 'A part of the company: provides services to the others, and is their customer',
	operations: [upsert, getOperation(noun, getDepartment), getManyOperation(noun, listDepartments)],
};
