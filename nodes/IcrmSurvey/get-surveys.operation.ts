import { listSurveys } from '../../engine';
import {
	limitFields,
	readFlag,
	readLimit,
	readText,
	simplifyField,
	textField,
} from '../shared/fields/fields';
import { defineOperation } from '../shared/run/operation';
import { oneByOne } from '../shared/run/output';
import { surveyOutput } from './survey-output';

export const getSurveysOperation = defineOperation({
	value: 'getAll',
	name: 'Get Many',
	action: 'Get many surveys',
	description: 'List surveys by name',
	fields: [
		...limitFields,
		simplifyField,
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
		const simplify = readFlag(context, 'simplify', itemIndex);
		return { query: { limit, ...(text === undefined ? {} : { text }) }, simplify };
	},

	run: (engine, inputs) =>
		oneByOne(inputs, async ({ query, simplify }) =>
			(await listSurveys(engine, query)).map((survey) => surveyOutput(survey, simplify)),
		),
});
