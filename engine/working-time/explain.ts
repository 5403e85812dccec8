import { DAY, dayOf } from './local-date';
import type { DatePlan, Schedule } from './schedule';
import type { Segment } from './types';

/**
 * `[start, end)` cut into open and closed stretches. A closed stretch is cut at local midnight where the
 * reason changes: Friday evening to Tuesday morning around a holiday is weekend, holiday, night.
 */
export function explain(schedule: Schedule, start: number, end: number): readonly Segment[] {
	const { zone } = schedule;
	const segments: Segment[] = [];
	let reached = start;

	const cover = (to: number, make: (from: number, to: number) => Segment) => {
		const limit = Math.min(to, end);
		if (limit <= reached) return;
		append(segments, make(reached, limit));
		reached = limit;
	};

	// From the day before: its night shift may still run.
	const firstDay = dayOf(zone.localOf(start)) - 1;
	for (let day = firstDay; reached < end; day++) {
		const plan = schedule.planOf(day);
		const closed = (from: number, to: number) => closedSegment(plan, from, to);
		const open = (from: number, to: number) => openSegment(plan, from, to);
		for (const interval of schedule.intervalsOf(day)) {
			cover(interval.from, closed);
			cover(interval.to, open);
		}
		cover(zone.instantOf((day + 1) * DAY), closed);
	}
	return segments;
}

function openSegment(plan: DatePlan, from: number, to: number): Segment {
	if (plan.source !== 'override') return { kind: 'open', from, to };
	return { kind: 'open', from, to, reason: 'override', ...nameOf(plan) };
}

function closedSegment(plan: DatePlan, from: number, to: number): Segment {
	const reason = plan.source === 'week' ? 'outsideHours' : plan.source;
	return { kind: 'closed', from, to, reason, ...nameOf(plan) };
}

const nameOf = (plan: DatePlan) => (plan.name === undefined ? {} : { name: plan.name });

/** Puts a segment at the end, or lengthens the last one if it says the same. */
function append(segments: Segment[], next: Segment): void {
	const last = segments.at(-1);
	if (last && last.kind === next.kind && last.reason === next.reason && last.name === next.name)
		segments[segments.length - 1] = { ...last, to: next.to };
	else segments.push(next);
}
