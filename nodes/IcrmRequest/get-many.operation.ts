import type { IExecuteFunctions } from 'n8n-workflow';
import { listRequests } from '../../engine';
import { limitFields, readFlag, readLimit, simplifyField } from '../shared/fields/fields';
import { defineOperation } from '../shared/run/operation';
import { oneByOne } from '../shared/run/output';
import { presentRequest } from './present-request';
import { filtersField, readFilters, readSort, sortField } from './request-filters';

const read = (context: IExecuteFunctions, itemIndex: number) => ({
	simplify: readFlag(context, 'simplify', itemIndex),
	wanted: {
		...readFilters(context, itemIndex),
		sort: readSort(context, itemIndex),
		limit: readLimit(context, itemIndex) ?? Number.MAX_SAFE_INTEGER,
	},
});

export const getMany = defineOperation({
	value: 'getAll',
	name: 'Get Many',
	action: 'Get many requests',
	description:
		'Retrieve a list of requests, the newest or the soonest due first, with their clocks as they stand now',
	fields: [...limitFields, filtersField, sortField, simplifyField],
	read,
	run: async (engine, inputs: readonly ReturnType<typeof read>[]) =>
		await oneByOne(inputs, async ({ wanted, simplify }) =>
			(await listRequests(engine, wanted)).map((view) => presentRequest(view, simplify)),
		),
});
