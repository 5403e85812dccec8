import type { IDataObject } from 'n8n-workflow';
import { invalid, listDeliveries, type DeliveryRecord } from '../../engine';
import { limitFields, readLimit, requireText } from '../shared/fields/fields';
import { defineOperation } from '../shared/run/operation';
import { oneByOne, toIso } from '../shared/run/output';

const STATES = [
	{ name: 'Dead', value: 'dead', description: 'Tried for about six hours without success, and given up' },
	{ name: 'Done', value: 'done', description: 'Arrived, or was no longer needed' },
	{ name: 'Open', value: 'open', description: 'On its way, or waiting for the next try' },
] as const;

export const getDeliveriesOperation = defineOperation({
	value: 'getAll',
	name: 'Get Many',
	action: 'Get many deliveries',
	description: 'List the events that did not reach their workflow, or those that did',
	fields: [
		{
			displayName: 'State',
			name: 'state',
			type: 'options',
			options: STATES.map((state) => ({ ...state })),
			default: 'dead',
			description: 'Which deliveries to list',
		},
		...limitFields,
	],

	read(context, itemIndex) {
		const value = requireText(context, 'state', itemIndex, 'State');
		const state = STATES.find((known) => known.value === value)?.value;
		if (!state)
			throw invalid('state', value, `There is no state '${value}'`, "Choose 'dead', 'done' or 'open'.");
		return { state, limit: readLimit(context, itemIndex) ?? Number.MAX_SAFE_INTEGER };
	},

	run: (engine, inputs) =>
		oneByOne(inputs, async (wanted) => (await listDeliveries(engine, wanted)).map(deliveryOutput)),
});

const deliveryOutput = (delivery: DeliveryRecord): IDataObject => ({
	eventId: delivery.event.id,
	subscriptionId: delivery.subscriptionId,
	eventType: delivery.event.type,
	occurredAt: toIso(delivery.event.at),
	state: delivery.state,
	attempt: delivery.attempt,
	lastError: delivery.lastError,
	// For an open one: when it is tried next, or when whoever works on it has to be done.
	visibleAt: toIso(delivery.visibleAt),
	data: { ...(delivery.event.data as IDataObject) },
});
