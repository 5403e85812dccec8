import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { invalid, type Recipients } from '../../engine';
import { readList, textField } from '../shared/fields/fields';
import { locatorField, requireLocator } from '../shared/fields/locators';

export const recipientsFields: readonly INodeProperties[] = [
	{
		displayName: 'Ask',
		name: 'recipients',
		type: 'options',
		options: [
			{ name: 'Everybody of a Department', value: 'department' },
			{ name: 'These Members', value: 'members' },
		],
		default: 'department',
	},
	{
		...locatorField('department', {
			name: 'customerDepartment',
			displayName: 'Customer Department',
			required: true,
			description: 'Whose people are asked',
		}),
		displayOptions: { show: { recipients: ['department'] } },
	},
	{
		...textField({
			displayName: 'Members',
			name: 'members',
			required: true,
			placeholder: 'e.g. E-1042, nathan@example.com',
			description: 'IDs or e-mail addresses, parted by commas, or a list from an expression',
		}),
		displayOptions: { show: { recipients: ['members'] } },
	},
];

export function readRecipients(context: IExecuteFunctions, itemIndex: number): Recipients {
	if (context.getNodeParameter('recipients', itemIndex, 'department') !== 'members')
		return { departmentId: requireLocator(context, 'customerDepartment', itemIndex, 'Customer Department') };
	const members = readList(context, 'members', itemIndex);
	if (members.length > 0) return { members };
	throw invalid(
		'members',
		members,
		"'Members' is empty",
		'Give the IDs or e-mail addresses of those who are asked, parted by commas.',
	);
}
