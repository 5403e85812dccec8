import { METRIC_TABLE, type Metric } from './metrics';
import type { Agreement, AgreementKind, Fact, FactKind, Priority } from './types';

/** What turns each clock: here the compiler sees to it that the table names kinds of facts there are. */
const TURNS: Readonly<Record<Metric, Readonly<Record<'starts' | 'stops' | 'reopens', readonly FactKind[]>>>> =
	METRIC_TABLE;

/** A part of a clock's life during which it does one thing. */
export interface Stretch {
	readonly from: number;
	/** Undefined: it goes on. */
	readonly to: number | undefined;
	readonly kind: 'running' | 'paused' | 'resolved' | 'waived';
	readonly reason?: string;
}

/** Which of a request's clocks: what is measured, for which kind of agreement. */
export interface ClockName {
	readonly metric: Metric;
	readonly kind: AgreementKind;
}

/** One cycle's course. */
export interface Cycle {
	readonly priority: Priority;
	readonly cycle: number;
	readonly cycleStartedAt: number;
	/** Index of the first stretch that counts: that of the cycle when a reopening has restarted the clock. */
	readonly countsFrom: number;
	/** Index after the last stretch that counts. */
	readonly countsTo: number;
	readonly stoppedAt: number | undefined;
	readonly end: 'open' | 'stopped' | 'waived' | 'cancelled';
}

/** What the facts say about one clock, before any calendar is looked at. */
export interface Course extends Cycle {
	/** Of all cycles. */
	readonly stretches: readonly Stretch[];
	/** The cycles before, in order, each as it stood when the request was reopened. */
	readonly earlier: readonly Cycle[];
}

/**
 * Reads one clock's course from the facts, oldest first. What starts, stops and reopens it stands in the table of metrics; a
 * pause and the end of the request do the same to every clock. A waiver is for the cycle it falls into: what was used until
 * then is excused, so that a reopening begins anew.
 */
export function courseOf(facts: readonly Fact[], clock: ClockName, onReopen: Agreement['onReopen']): Course {
	const { starts, stops, reopens } = TURNS[clock.metric];
	const stretches: Stretch[] = [];
	const earlier: Cycle[] = [];
	const course: Draft = {
		priority: 'normal',
		cycle: 1,
		cycleStartedAt: facts[0]?.at ?? 0,
		countsFrom: 0,
		stoppedAt: undefined,
		end: 'open',
	};
	let current: Stretch | undefined;
	let latestPriority: Priority = 'normal';

	const turn = (at: number, kind: Stretch['kind'] | undefined, reason?: string) => {
		if (current && at > current.from) stretches.push({ ...current, to: at });
		current = kind && { from: at, to: undefined, kind, ...(reason === undefined ? {} : { reason }) };
	};
	const stop = (at: number, end: Course['end']) => {
		turn(at, undefined);
		course.stoppedAt = at;
		course.end = end;
	};
	const reopen = (at: number) => {
		const { stoppedAt, end } = course;
		const isWaived = end === 'waived';
		earlier.push({ ...course, countsTo: stretches.length });
		if (stoppedAt !== undefined && at > stoppedAt)
			stretches.push({ from: stoppedAt, to: at, kind: isWaived ? 'waived' : 'resolved' });
		course.cycle++;
		course.cycleStartedAt = at;
		if (onReopen === 'restart' || isWaived) course.countsFrom = stretches.length;
		course.stoppedAt = undefined;
		course.end = 'open';
		turn(at, 'running');
	};

	for (const fact of facts) {
		if (fact.hasNoEffect) continue;
		const { kind, at } = fact;
		if (kind === 'opened' || kind === 'priorityChanged') latestPriority = fact.priority;
		if (course.end === 'cancelled') break;
		if (kind === 'waived' && isWaiverOf(clock, fact)) stop(course.stoppedAt ?? at, 'waived');
		if (course.end === 'open' && !current && starts.includes(kind)) turn(at, 'running');
		if (kind === 'paused' && current?.kind === 'running') turn(at, 'paused', fact.reason);
		if (kind === 'resumed' && current?.kind === 'paused') turn(at, 'running');
		if (course.end === 'open' && kind === 'cancelled') stop(at, 'cancelled');
		if (course.end === 'open' && stops.includes(kind)) stop(at, 'stopped');
		if (course.end !== 'open' && reopens.includes(kind)) reopen(at);
		// What becomes of the priority once the clock has stopped does not change its verdict.
		if (course.end === 'open') course.priority = latestPriority;
	}
	if (current) stretches.push(current);
	return { ...course, countsTo: stretches.length, stretches, earlier };
}

const isWaiverOf = ({ metric, kind }: ClockName, fact: Extract<Fact, { kind: 'waived' }>): boolean =>
	fact.metric === metric &&
	(fact.agreementKind === undefined || fact.agreementKind === 'all' || fact.agreementKind === kind);

type Draft = { -readonly [K in Exclude<keyof Cycle, 'countsTo'>]: Cycle[K] };
