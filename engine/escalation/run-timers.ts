import type { TimelineEvent } from '../event';
import { pluck } from '../pluck';
import { appendEvents, whoListens, type TimerHandler } from '../timeline';
import { advance, type Advanced } from './advance-run';
import { soundAlarms } from './alarms';
import { lookUpRuns, type RunLookup } from './run-lookup';
import { lockRuns, OPEN, updateRuns } from './run-repository';
import { RUN_TIMER, setRunTimers } from './set-run-timers';
import { noticesOf } from './still-waiting';
import { tellPeople } from './tell-people';
import { quiet, waiting } from './waiting';
import type { Run, RunState } from './types';

/** A further level is to come. In the other open states it is only to be said that the request still waits. */
const GOES_ON: readonly RunState[] = ['active', 'acknowledged'];
const isNotice = ({ state }: Run): boolean => OPEN.includes(state) && !GOES_ON.includes(state);

/** A level is due: the people are found now, notified once each, and the next level is planned, all or nothing. */
export const runTimers: TimerHandler = {
	kind: RUN_TIMER,
	lock: async (trx, runIds) => (await lockRuns(trx, runIds, 'skip')).map((run) => run.id),
	async fire(engine, trx, timers) {
		const now = engine.now();
		const runs = (await lockRuns(trx, pluck(timers, 'subject'), 'wait')).filter(
			(run) => GOES_ON.includes(run.state) || isNotice(run),
		);
		const isHeard = await whoListens(trx, now);
		// Where nobody would send it, a level is not spent: the run waits for a workflow, which wakes it (`notifyWaiting`).
		const [lookups, unheard] = apart(await lookUpRuns(trx, runs, now), ({ run, request }) => {
			const type = isNotice(run) ? 'escalation.stillWaiting' : 'escalation.notify';
			return isHeard({ type, ...request });
		});
		const waits = unheard.filter(({ run }) => !isNotice(run)).length;
		if (waits > 0) engine.warn(nobodySends(waits));
		const advanced = lookups.map((lookup) => moved(lookup, now));
		const events: TimelineEvent[] = await tellPeople(
			engine,
			trx,
			advanced.flatMap(({ tellings }) => tellings),
		);
		const alarms = await soundAlarms(
			trx,
			advanced.flatMap((one) => one.alarms),
			now,
		);
		const notices = await noticesOf(
			trx,
			lookups.filter(({ run }) => isNotice(run)),
			now,
		);
		const after = pluck(advanced, 'run');
		await updateRuns(trx, after);
		await setRunTimers(trx, after);
		await appendEvents(engine, trx, [...alarms, ...events, ...notices]);
	},
};

/** The run after what is due. One whose request was paused by a version that let it go on waits from now on. */
function moved(lookup: RunLookup, now: number): Advanced {
	const { run, request } = lookup;
	if (isNotice(run)) return only(quiet(run));
	return request.status === 'paused' ? only(waiting(run, lookup, now)) : advance(lookup, now);
}

const only = (run: Advanced['run']): Advanced => ({ run, tellings: [], alarms: [] });

const nobodySends = (runs: number): string =>
	`ICRM escalations wait for a published workflow whose ICRM Escalation Trigger listens to 'Notification Due': ${runs}. Nobody is notified until there is one`;

/** What passes a test, and what does not. */
const apart = <T>(all: readonly T[], passes: (one: T) => boolean): readonly [T[], T[]] => [
	all.filter(passes),
	all.filter((one) => !passes(one)),
];
