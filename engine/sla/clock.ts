import { attempt } from '../outcome';
import { always, type Calendar } from '../working-time';
import { courseOf, type Course, type Cycle, type Stretch } from './stretches';
import type {
	Agreement,
	ClockReading,
	ClockSegment,
	ClockState,
	CycleReading,
	Fact,
	Metric,
	Target,
	Threshold,
} from './types';
import { Usage } from './usage';

/** What a clock is computed with: one agreement's version and one revision of its calendar. */
export interface ClockTerms {
	readonly metric: Metric;
	readonly agreement: Pick<Agreement, 'kind' | 'targets' | 'warnAtPercent' | 'onReopen'>;
	readonly calendar: Calendar;
}

/** What was in force when an earlier cycle ended. */
export type TermsAt = (instant: number) => Omit<ClockTerms, 'metric'> | undefined;

/**
 * Reads a clock: a pure function of the facts, the agreement's version, the calendar's revision and the instant.
 *
 * A change of priority keeps the time already used and measures it against the new target (as Jira's SLA Time and Report
 * does). A pause costs nothing; a pause outside working hours cannot help either. It is a breach when `now > due`: an
 * answer at the very instant is in time.
 *
 * @param facts of one request, oldest first, beginning with `opened`
 * @param now epoch ms, not before the last fact
 * @param termsAt for the cycles before, which are judged by what was in force when they ended; left out, by `terms`
 */
export function computeClock(
	facts: readonly Fact[],
	terms: ClockTerms,
	now: number,
	termsAt?: TermsAt,
): ClockReading {
	const { agreement, metric } = terms;
	const course = courseOf(facts, { metric, kind: agreement.kind }, agreement.onReopen);
	const usageBy = usagesOf(course);
	const read = readCycle(course, course, terms, usageBy, now);
	const { reading, target, usage } = read;
	return {
		...reading,
		metric,
		cycleStartedAt: course.cycleStartedAt,
		remainingMs: target && target.targetMs - reading.elapsedMs,
		pausedMs: course.stretches.reduce(
			(sum, { kind, from, to }) => sum + (kind === 'paused' ? (to ?? now) - from : 0),
			0,
		),
		thresholds: target ? thresholdsOf(target, agreement.warnAtPercent, course, read) : [],
		earlier: course.earlier.map((cycle) => {
			const then = { ...terms, ...termsAt?.(cycle.stoppedAt ?? now) };
			return readCycle(course, cycle, then, usageBy, now).reading;
		}),
		// Only who asks for the explanation pays for it.
		get segments() {
			return course.stretches.flatMap((stretch, index) =>
				segmentsOf(stretch, usage.calendar, now, index < course.countsFrom ? 'earlierCycle' : 'counted'),
			);
		},
	};
}

/** By calendar: most cycles are measured by the same one. */
function usagesOf({ stretches }: Course): (calendar: Calendar) => Usage {
	const usages = new Map<Calendar, Usage>();
	return (calendar) => {
		const usage = usages.get(calendar) ?? new Usage(stretches, calendar);
		usages.set(calendar, usage);
		return usage;
	};
}

/** One cycle, and what it is measured by. */
function readCycle(
	{ stretches }: Course,
	cycle: Cycle,
	{ agreement, metric, calendar }: ClockTerms,
	usageBy: (calendar: Calendar) => Usage,
	now: number,
) {
	const promised = targetFor(agreement.targets, metric, cycle.priority);
	const usage = usageBy(promised?.countedIn === 'elapsed' && promised.days === undefined ? always : calendar);
	const first = cycle.countsFrom < cycle.countsTo ? stretches[cycle.countsFrom] : undefined;
	const startedAt = first?.from ?? cycle.cycleStartedAt;
	const target =
		promised && (ifReached(cycle, () => inWorkingTime(promised, startedAt, calendar)) ?? promised);
	const dueAt = target && ifReached(cycle, () => usage.instantOf(target.targetMs, cycle));
	const isPaused = stretches[cycle.countsTo - 1]?.kind === 'paused';
	const reading: CycleReading = {
		state: stateOf(cycle, isPaused, target, dueAt, now),
		cycle: cycle.cycle,
		targetMs: target?.targetMs,
		dueAt:
			dueAt ??
			(target && cycle.end !== 'open'
				? ifReached(cycle, () => usage.lastInstantOf(target.targetMs, cycle))
				: undefined),
		elapsedMs: usage.of(cycle, now),
		stoppedAt: cycle.stoppedAt,
	};
	return { reading, target, dueAt, usage };
}

/**
 * A cycle that is over needs no due instant: where its calendar has too few openings left to reach it, it ended in time. One
 * that is not over cannot be computed then.
 */
function ifReached<T>({ end }: Cycle, compute: () => T): T | undefined {
	if (end === 'open') return compute();
	const computed = attempt(compute);
	return computed.ok ? computed.value : undefined;
}

/** What working days are in working time is fixed when the clock starts, so that a pause moves its due instant hour by hour. */
function inWorkingTime(target: Target, startedAt: number, calendar: Calendar): Target {
	if (target.days === undefined) return target;
	return { ...target, targetMs: calendar.between(startedAt, calendar.addDays(startedAt, target.days)) };
}

/** The target for a priority: its own, else the one for all. */
export function targetFor(targets: readonly Target[], metric: Metric, priority: string): Target | undefined {
	return (
		targets.find((target) => target.metric === metric && target.priority === priority) ??
		targets.find((target) => target.metric === metric && target.priority === undefined)
	);
}

function stateOf(
	cycle: Cycle,
	isPaused: boolean,
	target: Target | undefined,
	dueAt: number | undefined,
	now: number,
): ClockState {
	if (cycle.end === 'waived' || cycle.end === 'cancelled') return cycle.end;
	if (!target) return 'idle';
	const late = dueAt !== undefined && (cycle.stoppedAt ?? now) > dueAt;
	if (cycle.end === 'stopped') return late ? 'missed' : 'met';
	if (late) return 'breached';
	return isPaused ? 'paused' : 'running';
}

function thresholdsOf(
	target: Target,
	warnAtPercent: readonly number[],
	cycle: Cycle,
	{ usage, dueAt }: ReturnType<typeof readCycle>,
): Threshold[] {
	const warnings = warnAtPercent.map((percent) => ({
		name: `warning${percent}`,
		percent,
		at: ifReached(cycle, () => usage.instantOf(Math.round((target.targetMs * percent) / 100), cycle)),
	}));
	return [...warnings, { name: 'breach', percent: 100, at: dueAt }];
}

function segmentsOf(
	stretch: Stretch,
	calendar: Calendar,
	now: number,
	open: 'counted' | 'earlierCycle',
): ClockSegment[] {
	const { kind, from, reason } = stretch;
	const to = stretch.to ?? now;
	if (to <= from) return [];
	if (kind === 'resolved' || kind === 'waived') return [{ kind, from, to }];
	if (kind === 'paused') return [{ kind, from, to, ...(reason === undefined ? {} : { reason }) }];
	return calendar.explain(from, to).map((segment): ClockSegment => {
		const name = segment.name === undefined ? {} : { name: segment.name };
		return segment.kind === 'open'
			? { kind: open, from: segment.from, to: segment.to, ...name }
			: { kind: 'closed', from: segment.from, to: segment.to, reason: segment.reason, ...name };
	});
}
