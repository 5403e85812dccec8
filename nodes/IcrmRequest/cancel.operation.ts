import { readText } from '../shared/fields/fields';
import { factOperation } from './fact-operation';
import { reasonField } from './request-fields';

export const cancel = factOperation({
	value: 'cancel',
	name: 'Cancel',
	action: 'Cancel request',
	description: 'Withdraw it for good: its clocks end without a verdict, and it cannot be reopened',
	fields: [reasonField('e.g. Opened twice')],
	fact: (context, itemIndex) => ({ kind: 'cancelled', reason: readText(context, 'reason', itemIndex) }),
});
