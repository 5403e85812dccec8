import { NodeOperationError, type INodeProperties, type ITriggerFunctions } from 'n8n-workflow';
import type { SLA_EVENTS } from '../../engine';
import { readIds } from './filters';

export interface EventChoice<Type extends string> {
	readonly name: string;
	readonly value: Type;
	readonly description: string;
}

export type SlaEvent = (typeof SLA_EVENTS)[number];

/** What is on time and what is not; then what was done about requests, in the order of a request's life. */
export const SLA_EVENT_CHOICES: ReadonlyArray<EventChoice<SlaEvent>> = [
	{ name: 'Clock Breached', value: 'clock.breached', description: 'A deadline has passed' },
	{ name: 'Clock Warning', value: 'clock.warning', description: 'A deadline is near, as the agreement says' },
	{ name: 'Clock Met', value: 'clock.met', description: 'What was promised is done, in time' },
	{ name: 'Clock Missed', value: 'clock.missed', description: 'What was promised is done, but late' },
	{ name: 'Request Opened', value: 'request.opened', description: 'Somebody asked for something' },
	{ name: 'Request Assigned', value: 'request.assigned', description: 'Somebody has it now' },
	{ name: 'Request Responded', value: 'request.responded', description: 'The requester got an answer' },
	{ name: 'Request Updated', value: 'request.updated', description: 'The requester got news' },
	{ name: 'Request Paused', value: 'request.paused', description: 'Its clocks stand still' },
	{ name: 'Request Resumed', value: 'request.resumed', description: 'Its clocks go on' },
	{
		name: 'Request Priority Changed',
		value: 'request.priorityChanged',
		description: 'Its deadlines may have moved',
	},
	{ name: 'Request Handed Off', value: 'request.handedOff', description: 'Another department holds it now' },
	{ name: 'Request Resolved', value: 'request.resolved', description: 'It is done' },
	{ name: 'Request Reopened', value: 'request.reopened', description: 'It was not done after all' },
	{ name: 'Request Cancelled', value: 'request.cancelled', description: 'Nobody needs it any more' },
	{ name: 'Request Waived', value: 'request.waived', description: 'A breach was excused, and by whom' },
];

/** The field 'Events' of a trigger. Read it with `readEvents`. */
export const eventsField = <Type extends string>(
	choices: ReadonlyArray<EventChoice<Type>>,
	chosen: readonly Type[],
): INodeProperties => ({
	displayName: 'Events',
	name: 'events',
	type: 'multiOptions',
	required: true,
	options: choices.map((choice) => ({ ...choice })),
	default: [...chosen],
	description: 'What starts the workflow',
});

/** The types of events to listen to, at least one. */
export function readEvents<Type extends string>(
	context: ITriggerFunctions,
	choices: ReadonlyArray<EventChoice<Type>>,
): [Type, ...Type[]] {
	const wanted = readIds(context, 'events');
	const known = choices.map(({ value }) => value);
	const unknown = wanted.find((type) => !known.some((value) => value === type));
	if (unknown !== undefined)
		throw new NodeOperationError(context.getNode(), `There is no event '${unknown}'`, {
			description: `Choose from the list of 'Events', or correct its expression. There are: ${known.join(', ')}.`,
		});
	const [first, ...others] = known.filter((value) => wanted.includes(value));
	if (first !== undefined) return [first, ...others];
	throw new NodeOperationError(context.getNode(), "'Events' is empty", {
		description: 'Choose at least one event to listen for.',
	});
}
