import type { INodeProperties } from 'n8n-workflow';
import { listRuns, type RunState } from '../../engine';
import { limitFields, readFlag, readLimit, readList, simplifyField } from '../shared/fields/fields';
import { locatorField, readLocator } from '../shared/fields/locators';
import { defineOperation } from '../shared/run/operation';
import { oneByOne } from '../shared/run/output';
import { runOutput } from './run-output';

const STATES: ReadonlyArray<{ name: string; value: RunState; description: string }> = [
	{ name: 'Acknowledged', value: 'acknowledged', description: 'Somebody has taken ownership of the request' },
	{ name: 'Active', value: 'active', description: 'A further level is to come' },
	{ name: 'Exhausted', value: 'exhausted', description: 'Every level was notified, nobody reacted' },
	{ name: 'Nobody', value: 'nobody', description: 'No level found anybody to notify' },
	{
		name: 'Stopped',
		value: 'stopped',
		description: 'There is no breach any more, or the request was settled',
	},
	{ name: 'Waiting', value: 'waiting', description: 'The request is paused; goes on when it is resumed' },
];

const filtersField: INodeProperties = {
	displayName: 'Filters',
	name: 'filters',
	type: 'collection',
	placeholder: 'Add filter',
	default: {},
	options: [
		locatorField('request', { description: 'Only runs on this request' }),
		{
			displayName: 'States',
			name: 'states',
			type: 'multiOptions',
			options: STATES.map((state) => ({ ...state })),
			default: [],
			description: 'Only runs in one of these states; in any if left empty',
		},
	],
};

export const getRunsOperation = defineOperation({
	value: 'getAll',
	name: 'Get Many',
	action: 'Get many runs',
	description: 'List escalations, the newest first',
	fields: [...limitFields, simplifyField, filtersField],

	read(context, itemIndex) {
		const requestId = readLocator(context, 'filters.request', itemIndex);
		const named = readList(context, 'filters.states', itemIndex);
		const states = STATES.map(({ value }) => value).filter((state) => named.includes(state));
		return {
			query: {
				limit: readLimit(context, itemIndex) ?? Number.MAX_SAFE_INTEGER,
				...(requestId === undefined ? {} : { requestId }),
				...(states.length === 0 ? {} : { states }),
			},
			simplify: readFlag(context, 'simplify', itemIndex),
		};
	},

	run: (engine, inputs) =>
		oneByOne(inputs, async ({ query, simplify }) =>
			(await listRuns(engine, query)).map((run) => runOutput(run, simplify)),
		),
});
