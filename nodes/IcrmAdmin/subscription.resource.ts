import type { Resource } from '../shared/run/operation';
import { deleteSubscriptionOperation } from './delete-subscription.operation';
import { getSubscriptionsOperation } from './get-subscriptions.operation';

export const subscriptionResource: Resource = {
	value: 'subscription',
	name: 'Subscription',
	description: 'An ICRM trigger of a workflow, and what it listens to',
	operations: [getSubscriptionsOperation, deleteSubscriptionOperation],
};
