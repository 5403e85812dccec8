import { getSurvey } from '../../engine';
import { locatorField, requireLocator } from '../shared/fields/locators';
import { defineOperation } from '../shared/run/operation';
import { oneByOne } from '../shared/run/output';
import { surveyOutput } from './survey-output';

export const getSurveyOperation = defineOperation({
	value: 'get',
	name: 'Get',
	action: 'Get survey',
	description: 'Look up one survey with its texts',
	fields: [locatorField('survey', { required: true })],

	read: (context, itemIndex) => requireLocator(context, 'survey', itemIndex, 'Survey'),

	run: (engine, ids) => oneByOne(ids, async (id) => surveyOutput(await getSurvey(engine, id))),
});
