import type { Priority, RequestStatus } from '../../../engine/sla/types';

/**
 * Clocks and ledger counted the slow, obvious way, minute by minute, from what was so at which instant. Shares nothing with the
 * engine but the names of its types, so that both are hardly wrong in the same way.
 */

export const MINUTE = 60_000;

/** What is so from an instant on, until the next moment. All instants are whole minutes, as epoch ms. */
export interface Moment {
	readonly at: number;
	readonly status: RequestStatus;
	readonly priority: Priority;
	readonly department: string;
	readonly assignee?: string | undefined;
	/** Somebody has just answered. */
	readonly answered?: boolean;
	/** The promise that is waived from here on. */
	readonly waived?: CountedMetric;
}

export type CountedMetric = 'firstResponse' | 'resolution';

/** Which minutes count. */
export interface Minutes {
	/** The first of them, epoch ms. */
	readonly from: number;
	readonly open: readonly boolean[];
}

export interface Terms {
	readonly metric: CountedMetric;
	/** Minutes promised, by priority; `every` is for those that are not named. */
	readonly target: Readonly<Partial<Record<Priority | 'every', number>>>;
	readonly onReopen: 'continue' | 'restart';
	readonly minutes: Minutes;
}

export interface CountedClock {
	readonly state: string;
	readonly cycle: number;
	readonly dueAt: number | undefined;
	/** Whole ones. */
	readonly elapsedMinutes: number;
	readonly targetMinutes: number | undefined;
	/** The instant at which so many minutes are used up; undefined while that cannot be known. */
	readonly reachedAt: (minutes: number) => number | undefined;
	/** When the cycle began. */
	readonly since: number;
	readonly stoppedAt: number | undefined;
}

/** How each cycle ended that is over, in their order: `1 missed`. */
export function countVerdicts(moments: readonly Moment[], terms: Terms, now: number): string[] {
	const verdicts: string[] = [];
	moments.forEach(({ at }, index) => {
		const [before, after] = [moments.slice(0, index), moments.slice(0, index + 1)];
		const [ended, goesOn] = [countClock(before, terms, at), countClock(after, terms, at)];
		if (goesOn.cycle > ended.cycle) verdicts.push(`${ended.cycle} ${ended.state}`);
	});
	const { cycle, state } = countClock(moments, terms, now);
	return ['met', 'missed', 'waived', 'cancelled'].includes(state)
		? [...verdicts, `${cycle} ${state}`]
		: verdicts;
}

/** Stretches, `[from, to)`, in which the clock runs. */
type Runs = { from: number; to: number | undefined }[];

/**
 * One promise about one request.
 *
 * @param moments in the order in which they count; several may have the same instant
 */
export function countClock(moments: readonly Moment[], terms: Terms, now: number): CountedClock {
	const { metric, onReopen, minutes } = terms;
	let runs: Runs = [];
	let [cycle, since] = [1, moments[0]?.at ?? NaN];
	let priority: Priority = 'normal';
	let stoppedAt: number | undefined;
	let end: 'open' | 'stopped' | 'waived' | 'cancelled' = 'open';
	let wasResolved = false;

	for (const moment of moments) {
		const { at, status } = moment;
		if (moment.waived === metric) [end, stoppedAt] = ['waived', stoppedAt ?? at];
		const isReopened = wasResolved && (status === 'open' || status === 'paused');
		if (isReopened && metric === 'resolution' && end !== 'open') {
			// What was excused is not counted again.
			if (onReopen === 'restart' || end === 'waived') runs = [];
			[end, stoppedAt, cycle, since] = ['open', undefined, cycle + 1, at];
		}
		wasResolved = status === 'resolved';
		if (end === 'open') {
			priority = moment.priority;
			const isKept = status === 'resolved' || (metric === 'firstResponse' && moment.answered);
			if (isKept) [end, stoppedAt] = ['stopped', at];
			if (status === 'cancelled') [end, stoppedAt] = ['cancelled', at];
		}
		turn(runs, at, end === 'open' && status === 'open');
	}
	const target = terms.target[priority] ?? terms.target.every;
	// One that was stopped while it ran was due when it would have been, had it gone on.
	const ran = runs.map((run) => (run.to === stoppedAt ? { ...run, to: undefined } : run));
	const due = target === undefined ? undefined : walk(ran, target, minutes);
	const dueAtLast = () => {
		const started = ran.length > 0 ? ran : [{ from: since, to: undefined }];
		return walk(
			[...started.slice(0, -1), { from: started.at(-1)?.from ?? since, to: undefined }],
			target ?? 0,
			minutes,
		);
	};
	const isLate = due !== undefined && (stoppedAt ?? now) > due;
	const isPaused = moments.at(-1)?.status === 'paused';
	return {
		state:
			end === 'waived' || end === 'cancelled'
				? end
				: target === undefined
					? 'idle'
					: end === 'stopped'
						? isLate
							? 'missed'
							: 'met'
						: isLate
							? 'breached'
							: isPaused
								? 'paused'
								: 'running',
		cycle,
		dueAt: due ?? (target !== undefined && end !== 'open' ? dueAtLast() : undefined),
		elapsedMinutes: runs.reduce(
			(sum, { from, to }) => sum + countOpen(from, to ?? Math.max(now - (now % MINUTE), from), minutes),
			0,
		),
		targetMinutes: target,
		reachedAt: (wanted) => walk(ran, wanted, minutes),
		since,
		stoppedAt,
	};
}

function turn(runs: Runs, at: number, isRunning: boolean): void {
	const last = runs.at(-1);
	if (isRunning && (!last || last.to !== undefined)) runs.push({ from: at, to: undefined });
	if (isRunning || !last || last.to !== undefined) return;
	last.to = at;
	if (last.from === at) runs.pop();
}

/** Minute by minute, until so many of the open ones have gone by. */
function walk(runs: Readonly<Runs>, wanted: number, { from: first, open }: Minutes): number | undefined {
	let left = wanted;
	for (const { from, to } of runs) {
		const last = to === undefined ? open.length : minuteOf(to, first);
		for (let minute = minuteOf(from, first); minute < last; minute++)
			if (open[minute] && --left === 0) return first + (minute + 1) * MINUTE;
		if (to === undefined) throw new Error(`${wanted} minutes are not over at the end of the window`);
	}
	return undefined;
}

/** Open minutes of `[from, to)`. */
export function countOpen(from: number, to: number, { from: first, open }: Minutes): number {
	const end = minuteOf(to, first);
	let counted = 0;
	for (let minute = minuteOf(from, first); minute < end; minute++) if (open[minute]) counted++;
	return counted;
}

function minuteOf(instant: number, first: number): number {
	const minute = (instant - first) / MINUTE;
	if (!Number.isInteger(minute)) throw new Error(`${new Date(instant).toISOString()} is not a whole minute`);
	return minute;
}
