import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import type { DeliveryKey } from '../../engine';
import { requireText, textField } from '../shared/fields/fields';

/** Which event on its way to which trigger. Items of the ICRM triggers carry both. */
export const deliveryKeyFields: readonly INodeProperties[] = [
	textField({
		displayName: 'Event ID',
		name: 'eventId',
		required: true,
		default: '={{ $json.eventId }}',
		description: 'Comes with each item of an ICRM trigger',
	}),
	textField({
		displayName: 'Subscription ID',
		name: 'subscriptionId',
		required: true,
		default: '={{ $json.subscriptionId }}',
		description: 'Comes with each item of an ICRM trigger',
	}),
];

export const readDeliveryKey = (context: IExecuteFunctions, itemIndex: number): DeliveryKey => ({
	eventId: requireText(context, 'eventId', itemIndex, 'Event ID'),
	subscriptionId: requireText(context, 'subscriptionId', itemIndex, 'Subscription ID'),
});
