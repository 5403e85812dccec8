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

const BEHIND_GET_MANY =
	"Connect this step behind 'Delivery: Get Many': the fields take their values from its items.";

export const readDeliveryKey = (context: IExecuteFunctions, itemIndex: number): DeliveryKey => ({
	eventId: requireText(context, 'eventId', itemIndex, 'Event ID', BEHIND_GET_MANY),
	subscriptionId: requireText(context, 'subscriptionId', itemIndex, 'Subscription ID', BEHIND_GET_MANY),
});
