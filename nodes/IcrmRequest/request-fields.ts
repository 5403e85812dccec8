import type { INodeProperties } from 'n8n-workflow';
import { dateTimeField, textField } from '../shared/fields/fields';
import { locatorField, type LocatorWords } from '../shared/fields/locators';

export const requestField = locatorField('request', {
	description:
		"The request. 'By ID' takes its ID as well as its external reference: the ticket's number elsewhere.",
	required: true,
});

/** A member, from the list, by ID or by e-mail address: most systems know people by no other name. */
export function memberField(words: LocatorWords): INodeProperties {
	const field = locatorField('member', words);
	return {
		...field,
		modes: [
			...(field.modes ?? []),
			{ displayName: 'By Email', name: 'email', type: 'string', placeholder: 'e.g. nathan@example.com' },
		],
	};
}

export const priorityField: INodeProperties = {
	displayName: 'Priority',
	name: 'priority',
	type: 'options',
	options: [
		{ name: 'Urgent', value: 'urgent' },
		{ name: 'High', value: 'high' },
		{ name: 'Normal', value: 'normal' },
		{ name: 'Low', value: 'low' },
	],
	default: 'normal',
	description: "Chooses the agreement's targets. An expression gives urgent, high, normal or low.",
};

export const descriptionField: INodeProperties = {
	...textField({
		name: 'description',
		displayName: 'Description',
		placeholder: 'e.g. She starts on 1 April and works from Lyon',
		description:
			'What is asked for, in full, up to 10,000 characters. Whoever is notified of a breach reads its beginning, unless the service is confidential.',
	}),
	typeOptions: { rows: 4 },
};

export const externalUrlField = textField({
	name: 'externalUrl',
	displayName: 'Ticket URL',
	placeholder: 'e.g. https://desk.example.com/tickets/4711',
	description:
		'Web address of the ticket in its own system, http or https. Mails and the acknowledge page link to it.',
});

export const noteField = textField({
	name: 'note',
	displayName: 'Note',
	description: "Stands in the request's timeline, where everybody concerned can read it",
});

export const reasonField = (placeholder: string): INodeProperties =>
	textField({
		name: 'reason',
		displayName: 'Reason',
		placeholder,
		description: "Stands in the request's timeline, where everybody concerned can read it",
	});

export const actorField = textField({
	name: 'actor',
	displayName: 'Actor',
	placeholder: 'e.g. nathan@example.com',
	description: 'Who said so: a member, an e-mail address or a system. For the timeline only.',
});

export const sourceField = textField({
	name: 'source',
	displayName: 'Source',
	placeholder: 'e.g. redmine',
	description: "The system it comes from. Empty means 'n8n'.",
});

export const whenField = dateTimeField({
	name: 'when',
	displayName: 'When',
	description:
		"When it happened, in the workflow's time zone. Empty means now. It may lie before facts that are recorded already.",
});

export const sourceRefField = textField({
	name: 'sourceRef',
	displayName: 'Source Reference',
	placeholder: 'e.g. comment-4711',
	description: "The source's own name for this: the same one twice changes nothing",
});

export const historyField: INodeProperties = {
	displayName: 'History',
	name: 'history',
	type: 'boolean',
	default: false,
	description:
		'Whether this is the past, brought in: no breach, no verdict and no survey is sent for it. What is still to come is announced as usual.',
};
