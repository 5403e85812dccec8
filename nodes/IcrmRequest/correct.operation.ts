import type { INodeProperties } from 'n8n-workflow';
import { readText, textField } from '../shared/fields/fields';
import { locatorField, readLocator } from '../shared/fields/locators';
import { factOperation } from './fact-operation';
import { descriptionField, externalUrlField, memberField, noteField } from './request-fields';

const correctionsField: INodeProperties = {
	displayName: 'Corrections',
	name: 'corrections',
	type: 'collection',
	placeholder: 'Add field',
	default: {},
	description: 'What was wrong. Whatever is not here stays as it is.',
	options: [
		locatorField('department', {
			name: 'customerDepartment',
			displayName: 'Customer Department',
			description: "The department that asks, where it is not the requester's own",
		}),
		descriptionField,
		memberField({
			name: 'requester',
			displayName: 'Requester',
			description:
				'The internal customer. Their department becomes the customer, unless another one is given here.',
		}),
		locatorField('service', {
			description: 'What it is about. The agreements of this service apply from the opening on.',
		}),
		externalUrlField,
		textField({
			name: 'title',
			displayName: 'Title',
			placeholder: 'e.g. Laptop for the new colleague',
			description: 'What is asked for, in one line',
		}),
	],
};

export const correct = factOperation({
	value: 'correct',
	name: 'Correct',
	action: 'Correct request',
	description:
		'Change title, description, ticket URL, service, requester or customer of a misfiled request. Its clocks are computed as if it had been right from the start.',
	fields: [correctionsField, noteField],
	fact: (context, itemIndex) => ({
		kind: 'corrected',
		title: readText(context, 'corrections.title', itemIndex),
		description: readText(context, 'corrections.description', itemIndex),
		externalUrl: readText(context, 'corrections.externalUrl', itemIndex),
		serviceId: readLocator(context, 'corrections.service', itemIndex),
		requester: readLocator(context, 'corrections.requester', itemIndex),
		customerDepartmentId: readLocator(context, 'corrections.customerDepartment', itemIndex),
		note: readText(context, 'note', itemIndex),
	}),
});
