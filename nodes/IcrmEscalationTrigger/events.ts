import type { ESCALATION_EVENTS } from '../../engine';
import type { EventChoice } from '../shared/trigger';

export const ESCALATION_EVENT_CHOICES: ReadonlyArray<EventChoice<(typeof ESCALATION_EVENTS)[number]>> = [
	{
		name: 'Notification Due',
		value: 'escalation.notify',
		description: 'Someone must be notified: one item for each person, with the mail ready to send',
	},
	{
		name: 'Acknowledged',
		value: 'escalation.acknowledged',
		description: 'Somebody takes care of the request; lists who had been told',
	},
	{
		name: 'Stopped',
		value: 'escalation.stopped',
		description:
			'The reason is gone (recovered, answered, resolved, cancelled, waived); lists who had been told',
	},
	{
		name: 'Stand-Down Due',
		value: 'escalation.standDown',
		description:
			'Somebody who was told has nothing to do any more: one item for each person, with the mail ready to send',
	},
	{
		name: 'Everybody Told',
		value: 'escalation.exhausted',
		description: 'The last level was told, and nobody has reacted',
	},
	{
		name: 'Nobody Found',
		value: 'escalation.nobody',
		description: 'A level tells somebody who does not exist (no manager, no head); the next had its turn',
	},
];
