import { acknowledgeRuns } from '../../engine';
import { readText, requireText } from '../shared/fields/fields';
import { locatorField, requireLocator } from '../shared/fields/locators';
import { defineOperation } from '../shared/run/operation';
import { mapOutcomes } from '../shared/run/output';
import { runIdField } from './run-id';

export const acknowledgeRunOperation = defineOperation({
	value: 'acknowledge',
	name: 'Acknowledge',
	action: 'Acknowledge run',
	description: 'Record that somebody takes ownership of the request, so that no one else is notified',
	fields: [
		runIdField,
		locatorField('member', {
			name: 'by',
			displayName: 'By',
			required: true,
			description: 'Who takes ownership. By ID, the name of somebody outside the directory will do, too.',
		}),
		{
			displayName: 'Note',
			name: 'note',
			type: 'string',
			typeOptions: { rows: 2 },
			default: '',
			description: 'A word about it, for everybody who is notified of the request',
		},
	],

	read: (context, itemIndex) => {
		const note = readText(context, 'note', itemIndex);
		return {
			runId: requireText(context, 'runId', itemIndex, 'Run ID'),
			by: requireLocator(context, 'by', itemIndex, 'By'),
			...(note === undefined ? {} : { note }),
		};
	},

	run: async (engine, inputs) =>
		mapOutcomes(await acknowledgeRuns(engine, inputs), (acknowledged) => ({ ...acknowledged })),
});
