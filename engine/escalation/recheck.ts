import type { Recheck } from '../engine';
import { findRuns, OPEN } from './run-repository';
import { pluck } from '../pluck';

/** Whoever is asked to see to a request need not, once somebody does or it is over. */
export const recheckRuns: Recheck = {
	types: ['escalation.notify', 'escalation.stillWaiting', 'escalation.nobody', 'escalation.exhausted'],
	async pointless(db, events) {
		const runs = await findRuns(db, pluck(events, 'subject'));
		return events.filter(({ subject }) => {
			const run = runs.get(subject);
			return !run || !OPEN.includes(run.state);
		});
	},
};
