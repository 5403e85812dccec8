import type { Resource } from '../shared/run/operation';
import { importOperation } from './import.operation';

export const company: Resource = {
	value: 'company',
	name: 'Company',
	description: 'Calendars, departments, members and services all together',
	operations: [importOperation],
};
