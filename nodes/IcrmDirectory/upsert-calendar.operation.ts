import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { saveCalendars } from '../../engine';
import { optionsField, readText, requireText } from '../shared/fields/fields';
import { requireLocator } from '../shared/fields/locators';
import { readHolidays, readOverrides, readWeek, refuseNoHours } from './calendar-form';
import { hintAtOverlaps } from './overlaps';
import { timeZoneField } from './time-zone';
import { idField, nameField, upsertOperation } from './upsert.operation';

export const noun = {
	noun: 'calendar',
	title: 'Calendar',
	plural: 'calendars',
	outputs: ['id', 'name', 'revision', 'spec'],
} as const;

const WORKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri'];

const workingHoursField: INodeProperties = {
	displayName: 'Working Hours',
	name: 'workingHours',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add hours',
	default: { rows: [{ days: WORKDAYS, from: '09:00', to: '17:00' }] },
	description: 'A lunch break makes two rows: the hours before it and the hours after it',
	options: [
		{
			displayName: 'Hours',
			name: 'rows',
			values: [
				{
					displayName: 'Days',
					name: 'days',
					type: 'multiOptions',
					options: [
						{ name: 'Monday', value: 'mon' },
						{ name: 'Tuesday', value: 'tue' },
						{ name: 'Wednesday', value: 'wed' },
						{ name: 'Thursday', value: 'thu' },
						{ name: 'Friday', value: 'fri' },
						{ name: 'Saturday', value: 'sat' },
						{ name: 'Sunday', value: 'sun' },
					],
					default: [...WORKDAYS],
				},
				{
					displayName: 'From',
					name: 'from',
					type: 'string',
					default: '09:00',
					placeholder: 'e.g. 09:00',
				},
				{
					displayName: 'To',
					name: 'to',
					type: 'string',
					default: '17:00',
					placeholder: 'e.g. 17:00',
					description: 'Earlier than From means the next day; 24:00 is the end of the day',
				},
			],
		},
	],
};

const closingField: INodeProperties = {
	displayName: 'Due Exactly at Closing Time',
	name: 'closing',
	type: 'options',
	options: [
		{ name: 'Stays There', value: 'end', description: 'Friday 17:00, as one reads it in a contract' },
		{ name: 'Moves to Next Opening', value: 'next', description: 'Monday 09:00' },
	],
	default: 'end',
	description: 'What becomes of a deadline that falls on the very end of the working hours',
};

export const upsertCalendar = upsertOperation({
	...noun,
	example:
		'{"id": "berlin", "name": "Berlin", "spec": {"timezone": "Europe/Berlin", "weekly": {"mon": [["09:00", "17:00"]]}}}',
	save: saveCalendars,
	fields: [
		idField('Calendar', 'e.g. berlin-office'),
		nameField('calendar', 'e.g. Berlin, office hours'),
		timeZoneField,
		workingHoursField,
		{
			displayName: 'Holidays',
			name: 'holidays',
			type: 'string',
			typeOptions: { rows: 4 },
			default: '',
			placeholder: 'e.g. 2026-01-01 New Year',
			description: 'Days without working hours. One per line: the date, then its name if you like.',
		},
		{
			displayName: 'Exceptions',
			name: 'overrides',
			type: 'string',
			typeOptions: { rows: 3 },
			default: '',
			placeholder: 'e.g. 2026-05-09 09:00-12:00 Makeup day',
			description:
				"Dates with hours of their own. One per line: the date, the hours or 'closed', then its name if you like (2026-05-09 09:00-12:00, 13:00-18:00 Makeup day).",
		},
		optionsField([closingField]),
	],
	names: { spec: 'workingHours' },
	hint: hintAtOverlaps,
	read: (context, itemIndex) => ({
		id: requireText(context, 'id', itemIndex, 'Calendar ID'),
		name: readText(context, 'name', itemIndex),
		spec: readSpec(context, itemIndex),
	}),
});

function readSpec(context: IExecuteFunctions, itemIndex: number): object {
	const given = (name: string): unknown => context.getNodeParameter(name, itemIndex, '');
	const timezone = requireLocator(context, 'timezone', itemIndex, 'Time Zone');
	const weekly = readWeek(given('workingHours.rows'));
	const holidays = readHolidays(given('holidays'));
	const overrides = readOverrides(given('overrides'));
	const closing = readText(context, 'options.closing', itemIndex);
	refuseNoHours(weekly, overrides);
	return {
		timezone,
		weekly,
		...(holidays.length > 0 ? { holidays } : {}),
		...(Object.keys(overrides).length > 0 ? { overrides } : {}),
		...(closing === undefined ? {} : { closing }),
	};
}
