import type { INodeProperties } from 'n8n-workflow';
import { METRIC_OPTIONS } from '../../engine';
import { requireText } from '../shared/fields/fields';
import { requireLocator } from '../shared/fields/locators';
import { factOperation } from './fact-operation';
import { memberField, reasonField } from './request-fields';

const clockField: INodeProperties = {
	displayName: 'Clock',
	name: 'metric',
	type: 'options',
	options: METRIC_OPTIONS,
	default: 'resolution',
	description: 'The target that is excused this time',
};

export const waive = factOperation({
	value: 'waive',
	name: 'Waive',
	action: 'Waive clock of request',
	description: 'Grant an exception: the clock counts as neither met nor missed, and the timeline says why',
	fields: [
		clockField,
		{ ...reasonField('e.g. The supplier is on strike'), required: true },
		memberField({
			name: 'approvedBy',
			displayName: 'Approved By',
			description: 'The member who granted the exception',
			required: true,
		}),
	],
	fact: (context, itemIndex) => ({
		kind: 'waived',
		metric: requireText(context, 'metric', itemIndex, 'Clock'),
		reason: requireText(context, 'reason', itemIndex, 'Reason'),
		approvedBy: requireLocator(context, 'approvedBy', itemIndex, 'Approved By'),
	}),
});
