import { readText } from '../shared/fields/fields';
import { factOperation } from './fact-operation';
import { noteField } from './request-fields';

export const respond = factOperation({
	value: 'respond',
	name: 'Respond',
	action: 'Respond to request',
	description: 'Record that the customer got an answer: the first one stops the first-response clock',
	fields: [noteField],
	fact: (context, itemIndex) => ({ kind: 'responded', note: readText(context, 'note', itemIndex) }),
});
