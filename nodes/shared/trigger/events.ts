import { NodeOperationError, type INodeProperties, type ITriggerFunctions } from 'n8n-workflow';
import { readIds } from './filters';

/** An event in the list of a trigger. */
export interface EventChoice<Type extends string> {
	readonly name: string;
	readonly value: Type;
	readonly description: string;
}

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
