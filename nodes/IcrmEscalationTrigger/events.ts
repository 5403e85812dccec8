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
		description: 'Somebody has taken ownership of the request; lists who had been notified',
	},
	{
		name: 'Stopped',
		value: 'escalation.stopped',
		description:
			'The reason is gone (recovered, answered, resolved, cancelled, waived); lists who had been notified',
	},
	{
		name: 'Stand-Down Due',
		value: 'escalation.standDown',
		description:
			'The escalation ended for someone who was notified: one item for each person, with the mail ready to send',
	},
	{
		name: 'Everybody Notified',
		value: 'escalation.exhausted',
		description: 'The last level was notified, and nobody has reacted',
	},
	{
		name: 'Nobody Found',
		value: 'escalation.nobody',
		description: 'A level found nobody to notify (no manager, no head); the next level followed at once',
	},
];
