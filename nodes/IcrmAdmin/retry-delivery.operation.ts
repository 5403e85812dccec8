import { retryDeliveries } from '../../engine';
import { deliveryKeyFields, readDeliveryKey } from '../shared/event/delivery-key';
import { defineOperation } from '../shared/run/operation';
import { mapOutcomes } from '../shared/run/output';

export const retryDeliveryOperation = defineOperation({
	value: 'retry',
	name: 'Retry',
	action: 'Retry delivery',
	description: 'Send a dead delivery on its way again, with all its tries before it',
	fields: deliveryKeyFields("Comes with each item of 'Get Many'"),

	read: readDeliveryKey,

	run: async (engine, inputs) =>
		mapOutcomes(await retryDeliveries(engine, inputs), (key) => ({ ...key, state: 'open' })),
});
