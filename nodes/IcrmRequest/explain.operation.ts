import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { explainRequest } from '../../engine';
import { requireLocator } from '../shared/fields/locators';
import { defineOperation } from '../shared/run/operation';
import { oneByOne } from '../shared/run/output';
import { presentRequest } from './present-request';
import { requestField } from './request-fields';

export const explain = defineOperation({
	value: 'explain',
	name: 'Explain',
	action: 'Explain due dates of request',
	description:
		'Retrieve why it is due then: every stretch that counted, paused or was skipped, who held the work, and what was said',
	fields: [requestField],
	read: (context: IExecuteFunctions, itemIndex) => requireLocator(context, 'request', itemIndex, 'Request'),
	run: async (engine, keys: readonly string[]) =>
		await oneByOne(keys, async (key) => {
			const explained = await explainRequest(engine, key);
			const { clocks, hops, facts } = explained as IDataObject;
			return { ...presentRequest(explained, true), clocks, hops, facts };
		}),
});
