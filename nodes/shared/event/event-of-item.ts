import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import type { DeliveryKey } from '../../../engine';
import { readText, requireText, textField } from '../fields/fields';
import { deliveryKeyFields } from './delivery-key';

const DESCRIPTION =
	'Comes with the item of an ICRM trigger. Where the item has lost it on the way, it is taken from the trigger itself.';

const BEHIND_A_TRIGGER =
	'Place this step behind an ICRM trigger: it takes the value from there. In a sub-workflow, hand over Event ID, Subscription ID and Attempt.';

/** Which event a step speaks of. Read it with `eventOfItem`. */
export const eventFields = deliveryKeyFields(DESCRIPTION);

/** And which attempt at it. Read it with `attemptOfItem`. */
export const attemptField: INodeProperties = textField({
	displayName: 'Attempt',
	name: 'attempt',
	required: true,
	default: '={{ $json.attempt }}',
	description: DESCRIPTION,
});

export const eventOfItem = (context: IExecuteFunctions, itemIndex: number): DeliveryKey => ({
	eventId: fieldOrTrigger(context, 'eventId', itemIndex, 'Event ID'),
	subscriptionId: fieldOrTrigger(context, 'subscriptionId', itemIndex, 'Subscription ID'),
});

export const attemptOfItem = (context: IExecuteFunctions, itemIndex: number): string =>
	fieldOrTrigger(context, 'attempt', itemIndex, 'Attempt');

/**
 * What the field says, else what the trigger's item says: behind a step that gives something else, such as 'Send Email',
 * the item of the trigger is gone, and only an expression that names the trigger would find it.
 */
function fieldOrTrigger(context: IExecuteFunctions, name: string, itemIndex: number, label: string): string {
	const given = readText(context, name, itemIndex) ?? textOf(triggerItem(context, itemIndex)[name]);
	return given ?? requireText(context, name, itemIndex, label, BEHIND_A_TRIGGER);
}

/** The item of the ICRM trigger that started the workflow; each starts it with one item. Empty where there is none. */
function triggerItem(context: IExecuteFunctions, itemIndex: number): IDataObject {
	const data = context.getWorkflowDataProxy(itemIndex);
	const trigger = context
		.getParentNodes(context.getNode().name)
		.find(({ name, type }) => /(^|\.)icrm\w+Trigger$/.test(type) && data.$(name).isExecuted === true);
	return (trigger && data.$items(trigger.name)[0]?.json) ?? {};
}

const textOf = (value: unknown): string | undefined =>
	typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
