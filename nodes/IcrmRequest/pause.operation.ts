import { readText } from '../shared/fields/fields';
import { factOperation } from './fact-operation';
import { reasonField } from './request-fields';

export const pause = factOperation({
	value: 'pause',
	name: 'Pause',
	action: 'Pause request',
	description: 'Stop the clocks while the work waits for somebody else, such as the customer',
	fields: [reasonField('e.g. Waiting for the customer')],
	fact: (context, itemIndex) => ({ kind: 'paused', reason: readText(context, 'reason', itemIndex) }),
});
