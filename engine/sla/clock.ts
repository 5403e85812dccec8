import { always, type Calendar } from '../working-time';
import { courseOf, type Cycle, type Stretch } from './stretches';
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
	const measure = measureOf(terms, course);
	const { target, calendar } = measure;
	const read = readCycle(course, measure, now);
	const { reading } = read;
	return {
		...reading,
		metric,
		cycleStartedAt: course.cycleStartedAt,
		remainingMs: target && target.targetMs - reading.elapsedMs,
		pausedMs: course.stretches.reduce(
			(sum, { kind, from, to }) => sum + (kind === 'paused' ? (to ?? now) - from : 0),
			0,
		),
		thresholds: target ? thresholdsOf(target, agreement.warnAtPercent, read) : [],
		earlier: course.earlier.map((cycle) => {
			const then = { ...terms, ...termsAt?.(cycle.stoppedAt ?? now) };
			return readCycle(cycle, measureOf(then, cycle), now).reading;
		}),
		// Only who asks for the explanation pays for it.
		get segments() {
			return course.stretches.flatMap((stretch, index) =>
				segmentsOf(stretch, calendar, now, index < course.countsFrom ? 'earlierCycle' : 'counted'),
			);
		},
	};
}

/** What a cycle is measured by. */
interface Measure {
	readonly target: Target | undefined;
	readonly calendar: Calendar;
}

function measureOf(
	{ agreement, metric, calendar }: ClockTerms,
	{ priority, stretches, countsFrom, cycleStartedAt }: Cycle,
): Measure {
	const target = targetFor(agreement.targets, metric, priority);
	if (target?.days === undefined)
		return { target, calendar: target?.countedIn === 'elapsed' ? always : calendar };
	// What working days are in working time is fixed when the clock starts, so that a pause moves its due instant hour by hour.
	const startedAt = stretches[countsFrom]?.from ?? cycleStartedAt;
	const targetMs = calendar.between(startedAt, calendar.addDays(startedAt, target.days));
	return { target: { ...target, targetMs }, calendar };
}

/** One cycle, and the instant at which it has used up so many ms. */
function readCycle(course: Cycle, { target, calendar }: Measure, now: number) {
	const counted = course.stretches.slice(course.countsFrom).filter((stretch) => stretch.kind === 'running');
	const elapsedMs = counted.reduce(
		(sum, { from, to }) => sum + calendar.between(from, to ?? Math.max(now, from)),
		0,
	);
	const open = unended(counted, course.stoppedAt);
	const reachedAt = (workingMs: number) => instantOf(workingMs, open, calendar);
	const dueAt = target && reachedAt(target.targetMs);
	const isOver = course.end !== 'open';
	const reading: CycleReading = {
		state: stateOf(course, target, dueAt, now),
		cycle: course.cycle,
		targetMs: target?.targetMs,
		dueAt: dueAt ?? (target && isOver ? lastDueOf(target, counted, course, calendar) : undefined),
		elapsedMs,
		stoppedAt: course.stoppedAt,
	};
	return { reading, reachedAt, dueAt };
}

/** A clock that was stopped while it ran keeps the due instant it had: as if it had run on. */
function unended(running: readonly Stretch[], stoppedAt: number | undefined): readonly Stretch[] {
	const last = running.at(-1);
	return last && last.to === stoppedAt ? [...running.slice(0, -1), { ...last, to: undefined }] : running;
}

/**
 * When a clock was due that ended while it stood still: the last due instant that it had, before it was paused. Answered in
 * the very instant of opening, it never ran: then it is the one that it would have had.
 */
function lastDueOf(
	target: Target,
	running: readonly Stretch[],
	{ cycleStartedAt }: Cycle,
	calendar: Calendar,
): number | undefined {
	const last: Stretch = running.at(-1) ?? { from: cycleStartedAt, to: undefined, kind: 'running' };
	return instantOf(target.targetMs, [...running.slice(0, -1), { ...last, to: undefined }], calendar);
}

/** The target for a priority: its own, else the one for all. */
export function targetFor(targets: readonly Target[], metric: Metric, priority: string): Target | undefined {
	const ofMetric = targets.filter((target) => target.metric === metric);
	return (
		ofMetric.find((target) => target.priority === priority) ??
		ofMetric.find((target) => target.priority === undefined)
	);
}

/** The instant at which the running stretches have used up `workingMs`; undefined when they end before. */
function instantOf(workingMs: number, running: readonly Stretch[], calendar: Calendar): number | undefined {
	let used = 0;
	for (const { from, to } of running) {
		const open = to === undefined ? Infinity : calendar.between(from, to);
		if (used + open >= workingMs) {
			const at = calendar.add(from, workingMs - used);
			if (to === undefined || at <= to) return at;
		}
		used += open;
	}
	return undefined;
}

function stateOf(
	course: Cycle,
	target: Target | undefined,
	dueAt: number | undefined,
	now: number,
): ClockState {
	if (course.end === 'waived' || course.end === 'cancelled') return course.end;
	if (!target) return 'idle';
	const late = dueAt !== undefined && (course.stoppedAt ?? now) > dueAt;
	if (course.end === 'stopped') return late ? 'missed' : 'met';
	if (late) return 'breached';
	return course.stretches.at(-1)?.kind === 'paused' ? 'paused' : 'running';
}

function thresholdsOf(
	target: Target,
	warnAtPercent: readonly number[],
	{ dueAt, reachedAt }: ReturnType<typeof readCycle>,
): Threshold[] {
	const warnings = warnAtPercent.map((percent) => ({
		name: `warning${percent}`,
		percent,
		at: reachedAt(Math.round((target.targetMs * percent) / 100)),
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
