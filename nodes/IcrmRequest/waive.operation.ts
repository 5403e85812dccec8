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

const kindField: INodeProperties = {
	displayName: 'Agreement Kind',
	name: 'agreementKind',
	type: 'options',
	options: [
		{ name: 'All Kinds', value: 'all', description: 'Every clock of this metric' },
		{ name: 'OLA', value: 'ola', description: 'What departments promised each other underneath' },
		{ name: 'SLA', value: 'sla', description: 'What the internal customer was promised' },
		{ name: 'UC', value: 'uc', description: 'What an outside supplier promised' },
	],
	default: 'sla',
	description: 'Whose promise. The clocks of the other agreements go on.',
};

export const waive = factOperation({
	value: 'waive',
	name: 'Waive',
	action: 'Waive clock of request',
	description:
		'Grant an exception: the clock counts as neither met nor missed until the request is reopened, and the timeline says why',
	fields: [
		clockField,
		kindField,
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
		agreementKind: requireText(context, 'agreementKind', itemIndex, 'Agreement Kind'),
		reason: requireText(context, 'reason', itemIndex, 'Reason'),
		approvedBy: requireLocator(context, 'approvedBy', itemIndex, 'Approved By'),
	}),
});
