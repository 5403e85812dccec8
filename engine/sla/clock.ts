import { always, type Calendar } from '../working-time';
import { courseOf, type Course, type Stretch } from './stretches';
import type {
	Agreement,
	ClockReading,
	ClockSegment,
	ClockState,
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

/**
 * Reads a clock: a pure function of the facts, the agreement's version, the calendar's revision and the instant.
 *
 * A change of priority keeps the time already used and measures it against the new target (as Jira's SLA Time and Report
 * does). A pause costs nothing; a pause outside working hours cannot help either. It is a breach when `now > due`: an
 * answer at the very instant is in time.
 *
 * @param facts of one request, oldest first, beginning with `opened`
 * @param now epoch ms, not before the last fact
 */
export function computeClock(facts: readonly Fact[], terms: ClockTerms, now: number): ClockReading {
	const { agreement, metric } = terms;
	const course = courseOf(facts, { metric, kind: agreement.kind }, agreement.onReopen);
	const target = targetFor(agreement.targets, metric, course.priority);
	const calendar = target?.countedIn === 'elapsed' ? always : terms.calendar;
	const counted = course.stretches.slice(course.countsFrom).filter((stretch) => stretch.kind === 'running');
	const elapsedMs = counted.reduce(
		(sum, { from, to }) => sum + calendar.between(from, to ?? Math.max(now, from)),
		0,
	);
	const open = unended(counted, course.stoppedAt);
	const reachedAt = (workingMs: number) => instantOf(workingMs, open, calendar);
	const dueAt = target && reachedAt(target.targetMs);
	const isOver = course.end !== 'open';
	return {
		metric,
		state: stateOf(course, target, dueAt, now),
		cycle: course.cycle,
		cycleStartedAt: course.cycleStartedAt,
		targetMs: target?.targetMs,
		dueAt: dueAt ?? (target && isOver ? lastDueOf(target, counted, course, calendar) : undefined),
		elapsedMs,
		remainingMs: target && target.targetMs - elapsedMs,
		pausedMs: course.stretches.reduce(
			(sum, { kind, from, to }) => sum + (kind === 'paused' ? (to ?? now) - from : 0),
			0,
		),
		stoppedAt: course.stoppedAt,
		thresholds: target ? thresholdsOf(target, agreement.warnAtPercent, reachedAt) : [],
		// Only who asks for the explanation pays for it.
		get segments() {
			return course.stretches.flatMap((stretch, index) =>
				segmentsOf(stretch, calendar, now, index < course.countsFrom ? 'earlierCycle' : 'counted'),
			);
		},
	};
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
	{ cycleStartedAt }: Course,
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
		const at = calendar.add(from, workingMs - used);
		if (to === undefined || at <= to) return at;
		used += calendar.between(from, to);
	}
	return undefined;
}

function stateOf(
	course: Course,
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
	reachedAt: (workingMs: number) => number | undefined,
): Threshold[] {
	const warnings = warnAtPercent.map((percent) => ({
		name: `warning${percent}`,
		percent,
		at: reachedAt(Math.round((target.targetMs * percent) / 100)),
	}));
	return [...warnings, { name: 'breach', percent: 100, at: reachedAt(target.targetMs) }];
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
