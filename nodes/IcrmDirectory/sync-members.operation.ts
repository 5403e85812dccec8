import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { syncMembers, type SyncedMember } from '../../engine';
import { optionsField, readFlag, readText } from '../shared/fields/fields';
import { defineOperation } from '../shared/run/operation';
import { simplified } from '../shared/run/output';
import { asOneList, listField, readListItem, rowField } from './sync-fields';

const OUTPUTS = ['id', 'name', 'email', 'departmentId', 'managerId', 'active', 'change'];

const fields = [
	listField(
		'Whose list this is. Who is on it belongs to it, and is deactivated when they are not on it any more; people of other lists, or made by hand, are left alone.',
	),
	rowField(
		'One person per item: {"id", "name", "email", "department", "manager"}. Also: ref (the name by which other rows call this one, such as an LDAP DN), leads (true for the head of the department), locale, active, awayFrom, awayUntil, delegate. Manager and delegate are an ID, an email address or a ref.',
	),
	optionsField([
		{
			displayName: 'Dry Run',
			name: 'dryRun',
			type: 'boolean',
			default: false,
			description: 'Whether to only return what would change, and write nothing',
		},
		{
			displayName: 'Leavers',
			name: 'leavers',
			type: 'options',
			options: [
				{ name: 'Deactivate', value: 'deactivate' },
				{ name: 'Keep', value: 'keep' },
			],
			default: 'deactivate',
			description: 'What becomes of those who are not on the list any more',
		},
		{
			displayName: 'Most Leavers (%)',
			name: 'mostLeaversPercent',
			type: 'number',
			typeOptions: { minValue: 0, maxValue: 100 },
			default: 20,
			description:
				'If more of the list are missing at once, nothing is written: an incomplete list looks like many leavers. Up to five may always leave.',
		},
		{
			displayName: 'Unchanged Too',
			name: 'unchangedToo',
			type: 'boolean',
			default: false,
			description: 'Whether to return those in whom nothing changed as well',
		},
		{
			displayName: 'Unknown Departments',
			name: 'newDepartments',
			type: 'options',
			options: [
				{ name: 'Create', value: 'create' },
				{ name: 'Refuse the Row', value: 'refuse' },
			],
			default: 'create',
			description: 'What a department means that is not in the directory yet',
		},
	]),
];

const read = (context: IExecuteFunctions, itemIndex: number) => ({
	...readListItem(context, itemIndex),
	unchangedToo: readFlag(context, 'options.unchangedToo', itemIndex),
	options: {
		dryRun: readFlag(context, 'options.dryRun', itemIndex),
		leavers:
			readText(context, 'options.leavers', itemIndex) === 'keep'
				? ('keep' as const)
				: ('deactivate' as const),
		newDepartments:
			readText(context, 'options.newDepartments', itemIndex) === 'refuse'
				? ('refuse' as const)
				: ('create' as const),
		mostLeaversPercent: Number(context.getNodeParameter('options.mostLeaversPercent', itemIndex, 20)),
	},
});

export const syncMembersOperation = defineOperation({
	value: 'sync',
	name: 'Sync',
	action: 'Sync members',
	description: 'Take over a whole list of people from another system: all items of the run together',
	fields,
	read,
	run: (engine, items: readonly ReturnType<typeof read>[]) =>
		asOneList(
			items,
			async (rows, { source, timezone, options }) => {
				const people = await syncMembers(engine, { source, rows, timezone, options });
				return { rows: people.rows, gone: people.leavers };
			},
			(member) => (member.change === 'unchanged' && !items[0]?.unchangedToo ? [] : [show(member)]),
		),
});

const show = (member: SyncedMember): IDataObject =>
	simplified({ ...member, managerId: member.managerId ?? null }, OUTPUTS);
