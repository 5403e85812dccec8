import type { IDataObject } from 'n8n-workflow';
import { inviteTogether, type Asking, type Engine, type Recipients } from '../../engine';
import { optionsField, readText, requireText, textField } from '../shared/fields/fields';
import { locatorField, requireLocator } from '../shared/fields/locators';
import { defineOperation } from '../shared/run/operation';
import { oneByOne } from '../shared/run/output';
import { askedOutput, atMostOnceField, departmentRatedField, readAtMostOnce } from './asking';
import { readRecipients, recipientsFields } from './recipients';

type Wanted = Omit<Asking, 'at'> & { readonly recipients: Recipients };

export const inviteOperation = defineOperation<Wanted>({
	value: 'invite',
	name: 'Invite',
	action: 'Invite to survey',
	description: 'Ask people without a milestone or a request, for example every quarter',
	fields: [
		locatorField('survey', { required: true }),
		departmentRatedField,
		...recipientsFields,
		textField({
			displayName: 'Subject',
			name: 'subject',
			required: true,
			placeholder: 'e.g. Working with IT, second quarter',
			description: 'What people are asked about; they read it in their mail',
		}),
		atMostOnceField,
		optionsField([
			textField({
				displayName: 'Occasion',
				name: 'occasion',
				placeholder: 'e.g. 2026-Q2',
				description: 'One occasion of a survey asks a person once. Left empty, the subject is the occasion.',
			}),
		]),
	],

	read(context, itemIndex) {
		const subject = requireText(context, 'subject', itemIndex, 'Subject');
		return {
			surveyId: requireLocator(context, 'survey', itemIndex, 'Survey'),
			departmentId: requireLocator(context, 'department', itemIndex, 'Department Rated'),
			recipients: readRecipients(context, itemIndex),
			subject,
			// Never taken for an occasion of the engine's own, `milestone:…` or `request:…`.
			occasion: `manual:${readText(context, 'options.occasion', itemIndex) ?? subject}`,
			atMostOnceInDays: readAtMostOnce(context, itemIndex),
		};
	},

	run: (engine, inputs) => oneByOne(inputs, (wanted) => invite(engine, wanted)),
});

async function invite(engine: Engine, wanted: Wanted): Promise<IDataObject> {
	const asked = await inviteTogether(engine, { ...wanted, at: engine.now() });
	const { surveyId, departmentId, subject, occasion } = wanted;
	return { surveyId, departmentId, subject, occasion, ...askedOutput(asked) };
}
