import type { INodeProperties } from 'n8n-workflow';
import { saveSurveys } from '../../engine';
import { readRecord } from '../shared/fields/input-mode';
import { defineOperation } from '../shared/run/operation';
import { mapOutcomes } from '../shared/run/output';
import { changesField, readReadyMade, readyMadeField } from './ready-made';
import { surveyOutput } from './survey-output';

const EXAMPLE =
	'{"id": "canteen", "scale": "csat", "title": "The new canteen", "question": {"en": "How satisfied are you with {department}?", "fr": "Êtes-vous satisfait de {department} ?"}, "comment": "Why?", "anonymity": "anonymous", "minimumGroup": 5, "delay": "1 working day", "expiresAfter": "14 days"}';

const shownFor = (specify: string, field: INodeProperties): INodeProperties => ({
	...field,
	displayOptions: { show: { specify: [specify] } },
});

export const upsertSurveyOperation = defineOperation<unknown>({
	value: 'upsert',
	name: 'Create or Update',
	action: 'Create or update survey',
	description: 'Save a survey, known by its ID; who was asked already goes on with theirs',
	fields: [
		{
			displayName: 'Specify',
			name: 'specify',
			type: 'options',
			options: [
				{ name: 'Ready-Made', value: 'readyMade' },
				{ name: 'Using JSON', value: 'json' },
			],
			default: 'readyMade',
			description: 'Whether to start with a survey that is ready to use, or to give one whole',
		},
		shownFor('readyMade', readyMadeField),
		shownFor('json', {
			displayName: 'JSON',
			name: 'json',
			type: 'json',
			default: '={{ $json }}',
			description: `One survey per item: ${EXAMPLE}`,
		}),
		shownFor('readyMade', changesField),
	],

	read: (context, itemIndex) =>
		context.getNodeParameter('specify', itemIndex, 'readyMade') === 'json'
			? readRecord(context, itemIndex, 'survey', ['change', 'version'])
			: readReadyMade(context, itemIndex),

	run: async (engine, inputs) =>
		mapOutcomes(await saveSurveys(engine, inputs), ({ change, ...survey }) => ({
			...surveyOutput(survey),
			change,
		})),
});
