import { readText } from '../shared/fields/fields';
import { locatorField, readLocator, requireLocator } from '../shared/fields/locators';
import { factOperation } from './fact-operation';
import { memberField, noteField } from './request-fields';

export const handOff = factOperation({
	value: 'handOff',
	name: 'Hand Off',
	action: 'Hand off request',
	description: 'Give it to another department. The handoff ledger records who held it how long.',
	fields: [
		locatorField('department', {
			name: 'toDepartment',
			displayName: 'To Department',
			description: 'Who holds it from now on',
			required: true,
		}),
		memberField({
			name: 'assignee',
			displayName: 'Assignee',
			description: 'Who works on it there. Empty means that the department has yet to decide.',
		}),
		noteField,
	],
	names: { departmentId: 'toDepartment' },
	fact: (context, itemIndex) => ({
		kind: 'handedOff',
		departmentId: requireLocator(context, 'toDepartment', itemIndex, 'To Department'),
		assignee: readLocator(context, 'assignee', itemIndex),
		note: readText(context, 'note', itemIndex),
	}),
});
