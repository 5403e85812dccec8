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
			'Someone who was notified has nothing to do any more: one item for each person, with the mail ready to send',
	},
	{
		name: 'No Reaction',
		value: 'escalation.exhausted',
		description:
			'Every level was notified, and no one has reacted in the time after the last: the mail to the owner of the policy',
	},
	{
		name: 'Nobody Found',
		value: 'escalation.nobody',
		description:
			'A level found nobody to notify (no manager, no head), and the next followed at once: the mail to the owner of the policy',
	},
	{
		name: 'Summary Due',
		value: 'escalation.summary',
		description:
			'Someone has had many notifications within the hour: one item with the mail that stands for the rest',
	},
	{
		name: 'Still Waiting',
		value: 'escalation.stillWaiting',
		description:
			'An overdue request has been paused for two working days: one item for each person notified last, with the mail ready to send',
	},
];
