import type { EventType } from '../../engine';

/**
 * What the workflows of a run listen to: one notes what happens, one notifies people. Summaries are left out, so that everybody gets
 * every message and what is owed to one does not depend on how many others there are.
 */
export const SUBSCRIPTIONS = [
	{
		id: 'log',
		label: 'log',
		filter: {},
		types: [
			'clock.warning',
			'clock.breached',
			'clock.met',
			'clock.missed',
			'clock.recovered',
			'clock.cancelled',
			'request.opened',
			'request.paused',
			'request.resumed',
			'request.priorityChanged',
			'request.handedOff',
			'request.resolved',
		],
	},
	{
		id: 'mail',
		label: 'mail',
		filter: {},
		types: [
			'escalation.notify',
			'escalation.acknowledged',
			'escalation.stopped',
			'escalation.standDown',
			'escalation.exhausted',
			'escalation.nobody',
			'escalation.stillWaiting',
		],
	},
] as const satisfies readonly {
	readonly id: string;
	readonly label: string;
	readonly filter: object;
	readonly types: readonly EventType[];
}[];
