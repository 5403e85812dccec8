import type { Resource } from '../shared/run/operation';
import { getDeliveriesOperation } from './get-deliveries.operation';
import { retryDeliveryOperation } from './retry-delivery.operation';

export const deliveryResource: Resource = {
	value: 'delivery',
	name: 'Delivery',
	description: 'An event on its way to an ICRM trigger',
	operations: [getDeliveriesOperation, retryDeliveryOperation],
};
