import { readText } from '../shared/fields/fields';
import { factOperation } from './fact-operation';
import { noteField } from './request-fields';

export const resolve = factOperation({
	value: 'resolve',
	name: 'Resolve',
	action: 'Resolve request',
	description: 'Record that it is solved. Every clock stops and says whether it was met or missed.',
	fields: [noteField],
	fact: (context, itemIndex) => ({ kind: 'resolved', note: readText(context, 'note', itemIndex) }),
});
