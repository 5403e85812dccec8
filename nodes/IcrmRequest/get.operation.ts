import type { IExecuteFunctions } from 'n8n-workflow';
import { getRequest } from '../../engine';
import { readFlag, simplifyField } from '../shared/fields/fields';
import { requireLocator } from '../shared/fields/locators';
import { defineOperation } from '../shared/run/operation';
import { oneByOne } from '../shared/run/output';
import { presentRequest } from './present-request';
import { requestField } from './request-fields';

const read = (context: IExecuteFunctions, itemIndex: number) => ({
	simplify: readFlag(context, 'simplify', itemIndex),
	key: requireLocator(context, 'request', itemIndex, 'Request'),
});

export const get = defineOperation({
	value: 'get',
	name: 'Get',
	action: 'Get request',
	description: 'Retrieve one request, with its clocks as they stand now',
	fields: [requestField, simplifyField],
	read,
	run: async (engine, inputs: readonly ReturnType<typeof read>[]) =>
		await oneByOne(inputs, async ({ key, simplify }) =>
			presentRequest(await getRequest(engine, key), simplify),
		),
});
