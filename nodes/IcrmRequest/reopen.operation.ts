import { readText } from '../shared/fields/fields';
import { factOperation } from './fact-operation';
import { reasonField } from './request-fields';

export const reopen = factOperation({
	value: 'reopen',
	name: 'Reopen',
	action: 'Reopen request',
	description:
		'Start the resolution clock again: the agreement says whether from zero or from where it stood',
	fields: [reasonField('e.g. The docking station is missing')],
	fact: (context, itemIndex) => ({ kind: 'reopened', reason: readText(context, 'reason', itemIndex) }),
});
