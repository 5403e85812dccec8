import { getPolicy } from '../../engine';
import { locatorField, requireLocator } from '../shared/fields/locators';
import { defineOperation } from '../shared/run/operation';
import { oneByOne } from '../shared/run/output';
import { policyOutput } from './policy-output';

export const getPolicyOperation = defineOperation({
	value: 'get',
	name: 'Get',
	action: 'Get policy',
	description: 'Look up one policy with its levels',
	fields: [locatorField('policy', { required: true })],

	read: (context, itemIndex) => requireLocator(context, 'policy', itemIndex, 'Escalation Policy'),

	run: (engine, ids) => oneByOne(ids, async (id) => policyOutput(await getPolicy(engine, id))),
});
