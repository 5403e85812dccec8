import { readText } from '../shared/fields/fields';
import { factOperation } from './fact-operation';
import { noteField } from './request-fields';

export const update = factOperation({
	value: 'update',
	name: 'Update',
	action: 'Update request',
	description: 'Add a note on the progress to the timeline. No clock stops.',
	fields: [noteField],
	fact: (context, itemIndex) => ({ kind: 'updated', note: readText(context, 'note', itemIndex) }),
});
