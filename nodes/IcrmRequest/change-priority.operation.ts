import { requireText } from '../shared/fields/fields';
import { factOperation } from './fact-operation';
import { priorityField } from './request-fields';

export const changePriority = factOperation({
	value: 'changePriority',
	name: 'Change Priority',
	action: 'Change priority of request',
	description: 'Measure the time used so far against the targets of another priority',
	fields: [priorityField],
	fact: (context, itemIndex) => ({
		kind: 'priorityChanged',
		priority: requireText(context, 'priority', itemIndex, 'Priority').toLowerCase(),
	}),
});
