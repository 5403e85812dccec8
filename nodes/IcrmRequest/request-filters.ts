import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { invalid, type ClockState, type RequestStatus } from '../../engine';
import { readList, readText, textField } from '../shared/fields/fields';
import { locatorField, readLocator } from '../shared/fields/locators';

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
		choicesField(
			'Clock State',
			'clockState',
			'Only requests with a clock in one of these states',
			CLOCK_STATES,
		),
		locatorField('department', { description: 'Only requests that this department holds now' }),
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
	const text = readText(context, 'filters.text', itemIndex);
	const serviceId = readLocator(context, 'filters.service', itemIndex);
	const departmentId = readLocator(context, 'filters.department', itemIndex);
	return {
		statuses: readChoices(context, 'filters.status', itemIndex, STATUSES),
		clockStates: readChoices(context, 'filters.clockState', itemIndex, CLOCK_STATES),
		...(text === undefined ? {} : { text }),
		...(serviceId === undefined ? {} : { serviceId }),
		...(departmentId === undefined ? {} : { departmentId }),
	};
}
