import { getAgreement } from '../../engine';
import { locatorField, requireLocator } from '../shared/fields/locators';
import { defineOperation } from '../shared/run/operation';
import { oneByOne } from '../shared/run/output';
import { describeAgreement } from './describe-agreement';

export const getOperation = defineOperation<string>({
	value: 'get',
	name: 'Get',
	action: 'Get agreement',
	description: 'Retrieve an agreement by its ID, as it now stands',
	fields: [locatorField('agreement', { required: true })],
	read: (context, itemIndex) => requireLocator(context, 'agreement', itemIndex, 'Agreement'),
	run: (engine, ids) => oneByOne(ids, async (id) => describeAgreement(await getAgreement(engine, id))),
});
