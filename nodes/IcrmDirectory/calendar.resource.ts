import { getCalendar, listCalendars } from '../../engine';
import type { Resource } from '../shared/run/operation';
import { getManyOperation } from './get-many.operation';
import { getOperation } from './get.operation';
import { noun, upsertCalendar } from './upsert-calendar.operation';

export const calendar: Resource = {
	value: 'calendar',
	name: 'Calendar',
	description: 'Working hours in a time zone, with holidays and exceptions',
	operations: [upsertCalendar, getOperation(noun, getCalendar), getManyOperation(noun, listCalendars)],
};
