import { listPolicies } from '../../engine';
import { limitFields, readLimit, readText, textField } from '../shared/fields/fields';
import { defineOperation } from '../shared/run/operation';
import { oneByOne } from '../shared/run/output';
import { policyOutput } from './policy-output';

export const getPoliciesOperation = defineOperation({
	value: 'getAll',
	name: 'Get Many',
	action: 'Get many policies',
	description: 'List policies by name',
	fields: [
		...limitFields,
		{
			displayName: 'Filters',
			name: 'filters',
			type: 'collection',
			placeholder: 'Add filter',
			default: {},
			options: [
				textField({
					name: 'text',
					displayName: 'Text',
					description: 'Only those with this text in their ID and name, in any case',
				}),
			],
		},
	],

	read(context, itemIndex) {
		const text = readText(context, 'filters.text', itemIndex);
		const limit = readLimit(context, itemIndex) ?? Number.MAX_SAFE_INTEGER;
		return { limit, ...(text === undefined ? {} : { text }) };
	},

	run: (engine, wanted) =>
		oneByOne(wanted, async (query) => (await listPolicies(engine, query)).map(policyOutput)),
});
