import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { invalid } from '../../engine';
import { durationField } from '../shared/fields/fields';
import { locatorField } from '../shared/fields/locators';

/** A row of 'Levels' as the editor keeps it. */
interface Row {
	readonly delay?: unknown;
	readonly countedIn?: string;
	readonly target?: string;
	readonly again?: boolean;
	readonly member?: unknown;
	readonly department?: unknown;
}

const targetField: INodeProperties = {
	displayName: 'Notify',
	name: 'target',
	type: 'options',
	options: [
		{
			name: 'Assignee',
			value: 'assignee',
			description: 'Whoever has the request; if nobody has it, the head of the department that holds it',
		},
		{ name: 'Department Head', value: 'departmentHead', description: 'Whoever leads a department' },
		{
			name: 'Manager',
			value: 'manager',
			description:
				'Up the line of whoever has the request: one step at the first level that says so, two at the second',
		},
		{ name: 'Member', value: 'member', description: 'One person, by name' },
	],
	default: 'assignee',
	description: 'Who is notified at this level. People are looked up when the level is reached.',
};

/** One row, one level, one person to notify. Several people at one level can be given as JSON. */
export const levelsField: INodeProperties = {
	displayName: 'Levels',
	name: 'levels',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Level', sortable: true },
	placeholder: 'Add Level',
	default: {
		rows: [
			{ delay: '0 min', countedIn: 'auto', target: 'assignee' },
			{ delay: '30 min', countedIn: 'auto', target: 'manager' },
		],
	},
	description: 'Who is notified one after the other, for as long as no one takes ownership of the request',
	options: [
		{
			displayName: 'Level',
			name: 'rows',
			values: [
				durationField({
					displayName: 'Delay',
					name: 'delay',
					default: '30 min',
					placeholder: 'e.g. 30 min',
					description: 'After the level before was notified; at the first level, after the breach',
				}),
				{
					displayName: 'Counted In',
					name: 'countedIn',
					type: 'options',
					options: [
						{
							name: 'As the Delay Says',
							value: 'auto',
							description: "Working time, unless it says 'calendar days' or 'weeks'",
						},
						{ name: 'Working Time', value: 'working', description: 'While the calendar is open' },
						{ name: 'Elapsed Time', value: 'elapsed', description: 'Around the clock' },
					],
					default: 'auto',
				},
				targetField,
				{
					displayName: 'Notify Again',
					name: 'again',
					type: 'boolean',
					default: false,
					description:
						'Whether to notify also those who were notified less than 30 minutes of working time before',
				},
				{
					...locatorField('member', { description: 'Who is notified' }),
					displayOptions: { show: { target: ['member'] } },
				},
				{
					...locatorField('department', {
						description: 'Whose head is notified; the department that holds the request if left empty',
					}),
					displayOptions: { show: { target: ['departmentHead'] } },
				},
			],
		},
	],
};

/** The rows as the engine takes levels. */
export function readLevels(context: IExecuteFunctions, itemIndex: number): unknown[] {
	const rows = context.getNodeParameter('levels.rows', itemIndex, []) as readonly Row[];
	if (rows.length === 0)
		throw invalid('levels', rows, "'Levels' is empty", "Click 'Add Level', and say who is notified first.");
	return rows.map((row) => ({
		delay: row.delay,
		...(row.countedIn === 'auto' ? {} : { countedIn: row.countedIn }),
		targets: [targetOf(row)],
		...(row.again === true ? { again: true } : {}),
	}));
}

function targetOf({ target, member, department }: Row) {
	if (target === 'member') return { kind: 'member', memberId: idOf(member) };
	if (target === 'departmentHead') return { kind: 'departmentHead', departmentId: idOf(department) };
	return { kind: target ?? 'assignee' };
}

/** n8n takes the value out of a locator only where it stands by itself, not inside a row. */
const idOf = (locator: unknown): string => {
	const value: unknown =
		typeof locator === 'object' && locator !== null && 'value' in locator ? locator.value : locator;
	return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
};
