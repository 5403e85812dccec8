import { deleteSubscriptions } from '../../engine';
import { requireText, textField } from '../shared/fields/fields';
import { defineOperation } from '../shared/run/operation';
import { mapOutcomes } from '../shared/run/output';

export const deleteSubscriptionOperation = defineOperation({
	value: 'delete',
	name: 'Delete',
	action: 'Delete subscription',
	description: 'Give up what waits for a workflow that is gone. One that still listens is not deleted.',
	fields: [
		textField({
			displayName: 'Subscription ID',
			name: 'subscriptionId',
			required: true,
			default: '={{ $json.subscriptionId }}',
			description: "Comes with each item of 'Get Many'",
		}),
	],

	read: (context, itemIndex) =>
		requireText(
			context,
			'subscriptionId',
			itemIndex,
			'Subscription ID',
			"Connect this step behind 'Subscription: Get Many': the field takes its value from its items.",
		),

	run: async (engine, ids) =>
		mapOutcomes(await deleteSubscriptions(engine, ids), ({ subscription, withdrawn }) => ({
			subscriptionId: subscription.id,
			label: subscription.label,
			deleted: true,
			withdrawnDeliveries: withdrawn,
		})),
});
