import { getSurvey } from '../../engine';
import { locatorField, requireLocator } from '../shared/locators';
import { defineOperation } from '../shared/operation';
import { oneByOne } from '../shared/output';
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
