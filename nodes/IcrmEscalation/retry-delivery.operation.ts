import { retryDeliveries } from '../../engine';
import { defineOperation } from '../shared/run/operation';
import { mapOutcomes } from '../shared/run/output';
import { deliveryKeyFields, readDeliveryKey } from './delivery-key';

export const retryDeliveryOperation = defineOperation({
	value: 'retry',
	name: 'Retry',
	action: 'Retry delivery',
	description: 'Send a dead delivery on its way again, with all its tries before it',
	fields: deliveryKeyFields,

	read: readDeliveryKey,

	run: async (engine, inputs) =>
		mapOutcomes(await retryDeliveries(engine, inputs), (key) => ({ ...key, state: 'open' })),
});
