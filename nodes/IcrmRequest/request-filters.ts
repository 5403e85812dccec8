import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { invalid, type ClockState, type RequestStatus } from '../../engine';
import { dateTimeField, readInstant, readList, readText, textField } from '../shared/fields/fields';
import { locatorField, readLocator } from '../shared/fields/locators';
import { memberField } from './request-fields';

const CLOCK_STATES = {
	breached: 'Breached',
	cancelled: 'Cancelled',
	met: 'Met',
	missed: 'Missed',
	idle: 'No Target',
	paused: 'Paused',
	running: 'Running',
	waived: 'Waived',
} as const satisfies Record<ClockState, string>;

const STATUSES = {
	cancelled: 'Cancelled',
	open: 'Open',
	paused: 'Paused',
	resolved: 'Resolved',
} as const satisfies Record<RequestStatus, string>;

const choicesField = (
	displayName: string,
	name: string,
	description: string,
	choices: Readonly<Record<string, string>>,
): INodeProperties => ({
	displayName,
	name,
	type: 'multiOptions',
	options: Object.entries(choices).map(([value, label]) => ({ name: label, value })),
	default: [],
	description,
});

export const filtersField: INodeProperties = {
	displayName: 'Filters',
	name: 'filters',
	type: 'collection',
	placeholder: 'Add filter',
	default: {},
	options: [
		memberField({
			name: 'assignee',
			displayName: 'Assignee',
			description: 'Only requests that this member works on',
		}),
		choicesField(
			'Clock State',
			'clockState',
			'Only requests with a clock in one of these states',
			CLOCK_STATES,
		),
		locatorField('department', { description: 'Only requests that this department holds now' }),
		dateTimeField({
			name: 'dueAfter',
			displayName: 'Due After',
			description:
				"Only requests whose earliest running or breached clock is due then or later, in the workflow's time zone",
		}),
		dateTimeField({
			name: 'dueBefore',
			displayName: 'Due Before',
			description:
				"Only requests whose earliest running or breached clock is due before then, in the workflow's time zone",
		}),
		locatorField('service', { description: 'Only requests about this service' }),
		choicesField('Status', 'status', 'Only requests with one of these statuses', STATUSES),
		textField({
			name: 'text',
			displayName: 'Text',
			placeholder: 'e.g. laptop',
			description: 'Only requests with this in their title or external reference',
		}),
	],
};

/** An expression may give anything: a misspelt choice would look like an empty list. */
function readChoices<T extends string>(
	context: IExecuteFunctions,
	name: string,
	itemIndex: number,
	choices: Readonly<Record<T, string>>,
): T[] {
	const isChoice = (value: string): value is T => Object.hasOwn(choices, value);
	return readList(context, name, itemIndex).map((value) => {
		if (isChoice(value)) return value;
		const known = Object.keys(choices).join(', ');
		throw invalid(name, value, `'${value}' is not one of the choices`, `Choose from: ${known}.`);
	});
}

/** What 'Filters' leaves over, as the engine wants it. */
export function readFilters(context: IExecuteFunctions, itemIndex: number) {
	return {
		statuses: readChoices(context, 'filters.status', itemIndex, STATUSES),
		clockStates: readChoices(context, 'filters.clockState', itemIndex, CLOCK_STATES),
		...given('text', readText(context, 'filters.text', itemIndex)),
		...given('serviceId', readLocator(context, 'filters.service', itemIndex)),
		...given('departmentId', readLocator(context, 'filters.department', itemIndex)),
		...given('assignee', readLocator(context, 'filters.assignee', itemIndex)),
		...given('dueAfter', readInstant(context, 'filters.dueAfter', itemIndex)),
		...given('dueBefore', readInstant(context, 'filters.dueBefore', itemIndex)),
	};
}

const given = <K extends string, T extends string | number>(name: K, value: T | undefined) =>
	(value === undefined ? {} : { [name]: value }) as { readonly [P in K]?: T };

const SORTS = { opened: 'Newest First', due: 'Soonest Due First' } as const;

export const sortField: INodeProperties = {
	displayName: 'Sort',
	name: 'sort',
	type: 'options',
	options: [
		{ name: SORTS.opened, value: 'opened', description: 'By when they were opened' },
		{
			name: SORTS.due,
			value: 'due',
			description:
				'By the earliest running or breached clock. Requests without one come last, the newest first.',
		},
	],
	default: 'opened',
	description: 'The order of the list. An expression gives opened or due.',
};

export function readSort(context: IExecuteFunctions, itemIndex: number): keyof typeof SORTS {
	const [sort = 'opened'] = readChoices(context, 'sort', itemIndex, SORTS);
	return sort;
}
