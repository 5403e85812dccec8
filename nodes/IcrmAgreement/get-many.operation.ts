import { listAgreements } from '../../engine';
import { limitFields, readLimit, readText, textField } from '../shared/fields/fields';
import { locatorField, readLocator } from '../shared/fields/locators';
import { defineOperation } from '../shared/run/operation';
import { oneByOne } from '../shared/run/output';
import { describeAgreement } from './describe-agreement';

const ALL = Number.MAX_SAFE_INTEGER;

interface Wanted {
	readonly limit: number;
	readonly text?: string;
	readonly serviceId?: string;
}

export const getManyOperation = defineOperation<Wanted>({
	value: 'getAll',
	name: 'Get Many',
	action: 'Get many agreements',
	description: 'Retrieve a list of agreements, sorted by name',
	fields: [
		...limitFields,
		{
			displayName: 'Filters',
			name: 'filters',
			type: 'collection',
			placeholder: 'Add filter',
			default: {},
			options: [
				locatorField('service', { description: 'Only those about this service' }),
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
		const serviceId = readLocator(context, 'filters.service', itemIndex);
		return {
			limit: readLimit(context, itemIndex) ?? ALL,
			...(text === undefined ? {} : { text }),
			...(serviceId === undefined ? {} : { serviceId }),
		};
	},
	run: (engine, inputs) =>
		oneByOne(inputs, async (wanted) => (await listAgreements(engine, wanted)).map(describeAgreement)),
});
