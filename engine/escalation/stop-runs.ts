import type { Reaction } from '../engine';
import type { TimelineEvent } from '../event';
import { distinct } from '../records';
import { findClocks, type Metric } from '../sla';
import type { Trx } from '../store';
import { endRuns, type Ended } from './end-runs';
import { runEvent } from './run-events';
import { lockOpenRuns } from './run-repository';
import type { Run } from './types';
import { pluck } from '../pluck';

/** What takes the reason for an escalation away: of one clock, or of the whole request. */
type Ending = TimelineEvent<
	'clock.met' | 'clock.missed' | 'request.resolved' | 'request.cancelled' | 'request.waived'
>;

function isEnding(event: TimelineEvent): event is Ending {
	switch (event.type) {
		case 'clock.met':
		case 'clock.missed':
		case 'request.resolved':
		case 'request.cancelled':
		case 'request.waived':
			return true;
		default:
			return false;
	}
}

/** The work is done, or withdrawn: its runs stop, in the same transaction, and no one else is notified. */
export const stopRuns: Reaction = async (engine, trx, events) => {
	const endings = events.filter(isEnding);
	const runs = await lockOpenRuns(trx, distinct(endings.map(({ data }) => data.requestId)));
	const metricOf = await metricsOf(trx, runs);
	const stopped = runs.flatMap((run): Ended[] => {
		const reason = endings.find((event) => ends(event, run, metricOf))?.type;
		if (reason === undefined) return [];
		return [
			{
				run: { ...run, state: 'stopped' },
				tell: (story, told) =>
					runEvent(story, 'escalation.stopped', 'stopped', engine.now(), { reason, told }),
			},
		];
	});
	await endRuns(engine, trx, stopped);
};

async function metricsOf(trx: Trx, runs: readonly Run[]): Promise<(run: Run) => Metric | undefined> {
	const clocks = await findClocks(trx, pluck(runs, 'clockId'));
	const metrics = new Map(clocks.map(({ id, metric }) => [id, metric]));
	return ({ clockId }) => metrics.get(clockId ?? '');
}

function ends(event: Ending, run: Run, metricOf: (run: Run) => Metric | undefined): boolean {
	if (event.data.requestId !== run.requestId) return false;
	switch (event.type) {
		case 'request.resolved':
		case 'request.cancelled':
			return true;
		case 'clock.met':
		case 'clock.missed':
			return event.subject === run.clockId;
		case 'request.waived':
			return metricOf(run) === event.data.fact.metric;
	}
}
