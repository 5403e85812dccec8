import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import type { DeliveryKey } from '../../../engine';
import { requireText, textField } from '../fields/fields';

/** Which event on its way to which trigger. */
export const deliveryKeyFields = (description: string): readonly INodeProperties[] => [
	textField({
		displayName: 'Event ID',
		name: 'eventId',
		required: true,
		default: '={{ $json.eventId }}',
		description,
	}),
	textField({
		displayName: 'Subscription ID',
		name: 'subscriptionId',
		required: true,
		default: '={{ $json.subscriptionId }}',
		description,
	}),
];

export const readDeliveryKey = (context: IExecuteFunctions, itemIndex: number): DeliveryKey => ({
	eventId: requireText(context, 'eventId', itemIndex, 'Event ID'),
	subscriptionId: requireText(context, 'subscriptionId', itemIndex, 'Subscription ID'),
});
