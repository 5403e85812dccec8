import type { Reaction } from '../engine';
import type { EventType, TimelineEvent } from '../event';
import { distinct } from '../records';
import { endRuns, type Ended } from './end-runs';
import { runEvent } from './run-events';
import { lockOpenRuns } from './run-repository';
import type { Run } from './types';

/** What takes the reason for an escalation away: of one clock, or of the whole request. */
const ENDINGS = [
	'clock.recovered',
	'clock.met',
	'clock.missed',
	'clock.waived',
	'clock.cancelled',
	'request.resolved',
	'request.cancelled',
] as const satisfies readonly EventType[];
type Ending = TimelineEvent<(typeof ENDINGS)[number]>;

const isEnding = (event: TimelineEvent): event is Ending => ENDINGS.some((type) => type === event.type);

/** The work is done or withdrawn, or was not late after all: its runs stop, in the same transaction, and no one else is notified. */
export const stopRuns: Reaction = async (engine, trx, events) => {
	const endings = events.filter(isEnding);
	const runs = await lockOpenRuns(trx, distinct(endings.map(({ data }) => data.requestId)));
	const stopped = runs.flatMap((run): Ended[] => {
		const reason = endings.find((event) => ends(event, run))?.type;
		if (reason === undefined) return [];
		return [
			{
				run: { ...run, state: 'stopped' },
				standDown: reason,
				tell: (story, told) =>
					runEvent(story, 'escalation.stopped', 'stopped', engine.now(), { reason, told }),
			},
		];
	});
	await endRuns(engine, trx, stopped);
};

const ends = (event: Ending, run: Run): boolean =>
	event.data.requestId === run.requestId && (isOfItsCycle(event, run) || isEnd(event));

/** How an earlier cycle ended may be heard of late, and ends nothing of this one. */
const isOfItsCycle = ({ subject, data }: Ending, { clockId, cycle }: Run): boolean =>
	subject === clockId && 'cycle' in data && data.cycle === cycle;

/** What was said late may have been overtaken: a request that goes on keeps its runs. */
const isEnd = ({ type, data: { status } }: Ending): boolean =>
	(type === 'request.resolved' || type === 'request.cancelled') &&
	(status === 'resolved' || status === 'cancelled');
