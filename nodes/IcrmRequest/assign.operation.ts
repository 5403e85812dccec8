import { requireLocator } from '../shared/fields/locators';
import { factOperation } from './fact-operation';
import { memberField } from './request-fields';

export const assign = factOperation({
	value: 'assign',
	name: 'Assign',
	action: 'Assign request',
	description: 'Say who works on it. The department that holds it stays the same.',
	fields: [
		memberField({
			name: 'assignee',
			displayName: 'Assignee',
			description: 'Who works on it from now on, and is notified first when it is overdue',
			required: true,
		}),
	],
	fact: (context, itemIndex) => ({
		kind: 'assigned',
		assignee: requireLocator(context, 'assignee', itemIndex, 'Assignee'),
	}),
});
