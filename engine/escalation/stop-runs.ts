import type { Reaction } from '../engine';
import type { EventType, TimelineEvent } from '../event';
import { distinct } from '../records';
import { cancelTimers } from '../timeline';
import { endRuns, type Ended } from './end-runs';
import { runEvent } from './run-events';
import { lockOpenRuns, updateRuns } from './run-repository';
import type { Broken, Run } from './types';

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

/**
 * The work is done or withdrawn, or was not late after all, in the same transaction: what is not broken any more goes from
 * its run. When nothing is left, the run stops, and no one else is notified.
 */
export const stopRuns: Reaction = async (engine, trx, events) => {
	const endings = events.filter(isEnding);
	const runs = await lockOpenRuns(trx, distinct(endings.map(({ data }) => data.requestId)), GOING_ON);
	const touched = runs.flatMap((run) => {
		const all = endings.filter((event) => ends(event, run));
		const [first] = all;
		const left = all.some(isEnd) ? [] : run.broken.filter((broken) => !all.some((one) => isOf(one, broken)));
		return first === undefined ? [] : [{ run, left, reason: first.type }];
	});
	await updateRuns(
		trx,
		touched.flatMap(({ run, left }): Run[] => {
			if (left.length > 0) return [{ ...run, broken: left }];
			// Whoever took it on has done it: nothing goes on when that expires, and nobody has to hear.
			return isTaken(run) ? [{ ...run, nextAt: undefined, revision: run.revision + 1 }] : [];
		}),
	);
	await cancelTimers(
		trx,
		touched.flatMap(({ run, left }) => (left.length === 0 && isTaken(run) ? [run.id] : [])),
	);
	await endRuns(
		engine,
		trx,
		touched.flatMap(({ run, left, reason }): Ended[] =>
			left.length > 0 || isTaken(run)
				? []
				: [
						{
							run: { ...run, state: 'stopped', nextAt: undefined },
							standDown: reason,
							tell: (story, told) =>
								runEvent(story, 'escalation.stopped', 'stopped', engine.now(), { reason, told }),
						},
					],
		),
	);
};

/** Those that somebody has taken on go on when that expires. */
const GOING_ON = ['active', 'waiting', 'exhausted', 'nobody', 'acknowledged'] as const;
const isTaken = ({ state }: Run): boolean => state === 'acknowledged';

const ends = (event: Ending, run: Run): boolean =>
	event.data.requestId === run.requestId &&
	(isEnd(event) || run.broken.some((broken) => isOf(event, broken)));

/** How an earlier cycle ended may be heard of late, and ends nothing of this one. */
const isOf = ({ subject, data }: Ending, { clockId, cycle }: Broken): boolean =>
	subject === clockId && 'cycle' in data && data.cycle === cycle;

/** What was said late may have been overtaken: a request that goes on keeps its runs. */
const isEnd = ({ type, data: { status } }: Ending): boolean =>
	(type === 'request.resolved' || type === 'request.cancelled') &&
	(status === 'resolved' || status === 'cancelled');
