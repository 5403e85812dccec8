import type { SLA_EVENTS } from '../../engine';
import type { EventChoice } from '../shared/trigger';

export type SlaEvent = (typeof SLA_EVENTS)[number];

/** What is on time and what is not; then what was done about requests, in the order of a request's life. */
export const SLA_EVENT_CHOICES: ReadonlyArray<EventChoice<SlaEvent>> = [
	{ name: 'Clock Breached', value: 'clock.breached', description: 'A deadline has passed' },
	{ name: 'Clock Warning', value: 'clock.warning', description: 'A deadline is near, as the agreement says' },
	{ name: 'Clock Met', value: 'clock.met', description: 'The target was met in time' },
	{ name: 'Clock Missed', value: 'clock.missed', description: 'The target was met, but late' },
	{
		name: 'Clock Recovered',
		value: 'clock.recovered',
		description: 'A breach was taken back: the deadline has moved, or the target was met after all',
	},
	{ name: 'Clock Waived', value: 'clock.waived', description: 'The target was waived' },
	{
		name: 'Clock Cancelled',
		value: 'clock.cancelled',
		description: 'The request was cancelled before the target was met',
	},
	{ name: 'Request Opened', value: 'request.opened', description: 'A request was opened' },
	{
		name: 'Request Corrected',
		value: 'request.corrected',
		description: 'It was misfiled: title, service, requester or customer are others',
	},
	{ name: 'Request Assigned', value: 'request.assigned', description: 'Someone was assigned' },
	{
		name: 'Request Unassigned',
		value: 'request.unassigned',
		description: 'Nobody has it any more: it lies in the queue of its department',
	},
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
