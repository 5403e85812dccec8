import type { INodeProperties } from 'n8n-workflow';
import type { Engine } from '../../engine';
import { limitFields, readFlag, readLimit, readText, textField } from '../shared/fields/fields';
import { locatorField, readLocator } from '../shared/fields/locators';
import { defineOperation } from '../shared/run/operation';
import { oneByOne } from '../shared/run/output';
import { describe, type Noun } from './noun';

/** What 'Filters' can hold. A kind offers those that mean something for it. */
interface Wanted {
	readonly limit: number;
	readonly text?: string;
	readonly departmentId?: string;
	readonly activeOnly?: boolean;
}

const ALL = Number.MAX_SAFE_INTEGER;

export const departmentFilter = locatorField('department', { description: 'Only those of this department' });

export const activeFilter: INodeProperties = {
	displayName: 'Active Only',
	name: 'activeOnly',
	type: 'boolean',
	default: true,
	description: 'Whether to leave out those who are no longer with the company',
};

/** 'Get Many' for one kind of record, sorted by name. `searched` says in which fields 'Text' is looked for. */
export const getManyOperation = (
	kind: Noun,
	list: (engine: Engine, wanted: Wanted) => Promise<readonly object[]>,
	{
		searched = 'ID and name',
		filters = [],
	}: { searched?: string; filters?: readonly INodeProperties[] } = {},
) =>
	defineOperation<Wanted>({
		value: 'getAll',
		name: 'Get Many',
		action: `Get many ${kind.plural}`,
		description: `Retrieve a list of ${kind.plural}, sorted by name`,
		fields: [
			...limitFields,
			{
				displayName: 'Filters',
				name: 'filters',
				type: 'collection',
				placeholder: 'Add filter',
				default: {},
				options: [
					...filters,
					textField({
						name: 'text',
						displayName: 'Text',
						description: `Only those with this text in their ${searched}, in any case`,
					}),
				],
			},
		],
		read(context, itemIndex) {
			const text = readText(context, 'filters.text', itemIndex);
			// n8n refuses to read a locator that the resource does not have.
			const departmentId = filters.includes(departmentFilter)
				? readLocator(context, 'filters.department', itemIndex)
				: undefined;
			return {
				limit: readLimit(context, itemIndex) ?? ALL,
				...(text === undefined ? {} : { text }),
				...(departmentId === undefined ? {} : { departmentId }),
				activeOnly: filters.includes(activeFilter) && readFlag(context, 'filters.activeOnly', itemIndex),
			};
		},
		run: (engine, inputs) =>
			oneByOne(inputs, async (wanted) =>
				(await list(engine, wanted)).map((record) => describe(kind, record)),
			),
	});
