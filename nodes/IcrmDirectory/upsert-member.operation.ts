import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { LANGUAGE_OPTIONS, saveMembers } from '../../engine';
import { readSwitch, readText, textField } from '../shared/fields/fields';
import { locatorField, readLocator } from '../shared/fields/locators';
import { hintAtNobodyAbove } from './nobody-above';
import { nameField, upsertOperation } from './upsert.operation';

export const noun = {
	noun: 'member',
	title: 'Member',
	plural: 'members',
	outputs: ['id', 'name', 'email', 'departmentId', 'managerId', 'locale', 'active'],
} as const;

const LANGUAGES = [...LANGUAGE_OPTIONS, { name: 'Other', value: 'other' }];

const additional: readonly INodeProperties[] = [
	{
		displayName: 'Active',
		name: 'active',
		type: 'boolean',
		default: true,
		description:
			'Whether they are with the company. Those who left are kept for history, and never notified or surveyed.',
	},
	{
		displayName: 'Language',
		name: 'locale',
		type: 'options',
		options: LANGUAGES,
		default: 'en',
		description: 'Language of the mails and pages they get. A new member without one gets English.',
	},
	textField({
		name: 'otherLocale',
		displayName: 'Language Tag',
		placeholder: 'e.g. fr, pt-BR',
		description:
			"Used where 'Language' is 'Other': mails and pages come in English, surveys in this language if they have it",
	}),
	locatorField('member', {
		name: 'manager',
		displayName: 'Manager',
		description:
			'Who is notified next. Left empty, a stored manager stays; the JSON {"managerId": null} takes them away.',
	}),
];

export const upsertMember = upsertOperation({
	...noun,
	example: '{"id": "E-1042", "name": "Ann Lee", "email": "ann@example.com", "departmentId": "it"}',
	save: saveMembers,
	hint: hintAtNobodyAbove,
	fields: [
		textField({
			name: 'id',
			displayName: 'Member ID',
			placeholder: 'e.g. E-1042',
			description: 'The number or name the HR system knows them by. Left empty, it is the email address.',
		}),
		nameField('member', 'e.g. Ann Lee'),
		textField({
			name: 'email',
			displayName: 'Email',
			placeholder: 'e.g. ann@example.com',
			description: 'A new member needs one; left empty, a stored member keeps theirs',
		}),
		locatorField('department', {
			description: 'A new member needs one; left empty, a stored member stays where they are',
		}),
		{
			displayName: 'Additional Fields',
			name: 'additionalFields',
			type: 'collection',
			placeholder: 'Add field',
			default: {},
			options: [...additional],
		},
	],
	read: (context, itemIndex) => ({
		id: readText(context, 'id', itemIndex),
		name: readText(context, 'name', itemIndex),
		email: readText(context, 'email', itemIndex),
		departmentId: readLocator(context, 'department', itemIndex),
		managerId: readLocator(context, 'additionalFields.manager', itemIndex),
		locale: readLocale(context, itemIndex),
		active: readSwitch(context, 'additionalFields.active', itemIndex),
	}),
});

function readLocale(context: IExecuteFunctions, itemIndex: number): string | undefined {
	const chosen = readText(context, 'additionalFields.locale', itemIndex);
	const other = readText(context, 'additionalFields.otherLocale', itemIndex);
	return chosen === undefined || chosen === 'other' ? other : chosen;
}
