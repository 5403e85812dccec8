import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { findMembersByEmail, getDepartment, invalid, membersOf, type Engine } from '../../engine';
import { readList, textField } from '../shared/fields';
import { locatorField, requireLocator } from '../shared/locators';

/** Who is asked by hand: some people, or everybody of a department. */
export type Recipients = { readonly members: readonly string[] } | { readonly departmentId: string };

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

/** @throws IcrmError for an unknown department or e-mail address; unknown ids are for the engine to refuse */
export async function memberIdsOf(engine: Engine, recipients: Recipients): Promise<string[]> {
	if ('departmentId' in recipients) {
		await getDepartment(engine, recipients.departmentId);
		const people = await engine.store.read((db) => membersOf(db, [recipients.departmentId]));
		return people.map(({ id }) => id);
	}
	const emails = recipients.members.filter(isEmail).map((email) => email.toLowerCase());
	const byEmail = await engine.store.read((db) => findMembersByEmail(db, emails));
	const ids = recipients.members.map((named) => {
		if (!isEmail(named)) return named;
		const member = byEmail.get(named.toLowerCase());
		if (member) return member.id;
		throw invalid(
			'members',
			named,
			`Nobody has the e-mail address '${named}'`,
			'Correct it, or add the member first with ICRM Directory.',
		);
	});
	return [...new Set(ids)];
}

const isEmail = (named: string) => named.includes('@');
