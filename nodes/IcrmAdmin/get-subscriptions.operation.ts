import type { IDataObject } from 'n8n-workflow';
import { listSubscriptions, type SubscriptionRecord } from '../../engine';
import { limitFields, readLimit } from '../shared/fields/fields';
import { defineOperation } from '../shared/run/operation';
import { oneByOne, toIso } from '../shared/run/output';

export const getSubscriptionsOperation = defineOperation({
	value: 'getAll',
	name: 'Get Many',
	action: 'Get many subscriptions',
	description: 'List the triggers that listen, or did, with what is on its way to them',
	fields: limitFields,

	read: (context, itemIndex) => ({ limit: readLimit(context, itemIndex) ?? Number.MAX_SAFE_INTEGER }),

	run: (engine, inputs) =>
		oneByOne(inputs, async (wanted) => (await listSubscriptions(engine, wanted)).map(subscriptionOutput)),
});

const subscriptionOutput = (subscription: SubscriptionRecord): IDataObject => ({
	subscriptionId: subscription.id,
	label: subscription.label,
	eventTypes: [...subscription.types],
	// Empty where it gets the events of all.
	serviceIds: [...(subscription.filter.serviceIds ?? [])],
	departmentIds: [...(subscription.filter.departmentIds ?? [])],
	createdAt: toIso(subscription.createdAt),
	lastSeenAt: toIso(subscription.seenAt),
	listening: subscription.isListening,
	openDeliveries: subscription.openDeliveries,
	deadLetters: subscription.deadLetters,
});
