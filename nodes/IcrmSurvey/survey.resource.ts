import type { Resource } from '../shared/run/operation';
import { getSurveyOperation } from './get-survey.operation';
import { getSurveysOperation } from './get-surveys.operation';
import { upsertSurveyOperation } from './upsert-survey.operation';

export const surveyResource: Resource = {
	value: 'survey',
	name: 'Survey',
	description: 'One question, its scale, and how far answers are anonymous',
	operations: [upsertSurveyOperation, getSurveyOperation, getSurveysOperation],
};
