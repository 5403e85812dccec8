import type { IDataObject } from 'n8n-workflow';
import { recordSteps, type StepInput } from '../../../engine';
import { readFlag, requireText, textField } from '../fields/fields';
import { defineOperation } from '../run/operation';
import { mapOutcomes } from '../run/output';
import { eventFields, eventOfItem } from './event-of-item';

interface Input extends StepInput {
	/** The item as it came, to go on with. */
	readonly json: IDataObject;
}

export const markDoneOperation = defineOperation({
	value: 'markDone',
	name: 'Mark Done',
	action: 'Mark event as done',
	description: 'Record that a step is done, and learn whether it was for the first time',
	fields: [
		...eventFields,
		textField({
			displayName: 'Step',
			name: 'step',
			default: 'done',
			placeholder: 'e.g. mail sent',
			description: 'What was done. Each step of an event is done for the first time once.',
		}),
		{
			displayName: 'Acknowledge',
			name: 'acknowledge',
			type: 'boolean',
			default: true,
			description: 'Whether the event has arrived with this step, and need not be delivered again',
		},
	],

	read: (context, itemIndex): Input => ({
		...eventOfItem(context, itemIndex),
		step: requireText(context, 'step', itemIndex, 'Step'),
		acknowledge: readFlag(context, 'acknowledge', itemIndex),
		json: context.getInputData()[itemIndex]?.json ?? {},
	}),

	run: async (engine, inputs) =>
		mapOutcomes(
			await recordSteps(
				engine,
				inputs.map(({ json: _json, ...step }) => step),
			),
			({ first }, index) => ({ ...inputs[index]?.json, firstTime: first }),
		),
});
