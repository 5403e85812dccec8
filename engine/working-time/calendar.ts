import { invalid } from '../errors';
import { explain } from './explain';
import { EARLIEST, FIRST_YEAR, LAST_YEAR, LATEST, yearOf } from './local-date';
import { parseCalendarSpec } from './schema';
import { Schedule } from './schedule';
import type { Timeline } from './open-time';
import type { Calendar, CalendarSpec, Closing, Segment } from './types';
import { addWorkingDays } from './working-days';
import { Years } from './years';

/**
 * A calendar to reckon with. Compiling checks the spec and does nothing else; years are worked out when an
 * instant in them is first asked about, and kept, so compile once per calendar revision and hold on to it.
 *
 * @throws IcrmError `invalid`: which field, what stands there, what to write instead
 * @example
 * const office = compileCalendar({
 *   timezone: 'Europe/Berlin',
 *   weekly: { mon: [['09:00', '17:00']], tue: [['09:00', '17:00']] },
 *   holidays: [{ date: '2026-05-25', name: 'Whit Monday' }],
 * });
 * office.between(Date.parse('2026-05-18T08:00:00Z'), Date.parse('2026-05-19T08:00:00Z')); // 8 h in ms
 */
export function compileCalendar(spec: CalendarSpec): Calendar {
	return new CompiledCalendar(parseCalendarSpec(spec));
}

/**
 * `add`, `subtract` and `between` first try the years at hand, two searches and no more; what that cannot
 * answer (a year not yet there, an amount of zero, an argument that is no number) falls through to `slow…`.
 */
class CompiledCalendar implements Calendar {
	readonly timezone: string;
	readonly closing: Closing;
	private readonly schedule: Schedule;
	private readonly years: Years;

	constructor(spec: CalendarSpec) {
		this.timezone = spec.timezone;
		this.closing = spec.closing ?? 'end';
		this.schedule = new Schedule(spec);
		this.years = new Years(this.schedule);
	}

	add(startMs: number, workingMs: number): number {
		const { timeline } = this.years;
		if (workingMs > 0 && startMs >= timeline.from && startMs < timeline.until) {
			const instant = this.landForward(timeline, timeline.amountAt(startMs) + workingMs);
			if (instant < timeline.until) return instant;
		}
		return this.slowAdd(startMs, workingMs);
	}

	subtract(startMs: number, workingMs: number): number {
		const { timeline } = this.years;
		if (workingMs > 0 && startMs >= timeline.from && startMs < timeline.until) {
			const instant = timeline.latest(timeline.amountAt(startMs) - workingMs);
			if (instant >= timeline.from) return instant;
		}
		return this.slowSubtract(startMs, workingMs);
	}

	between(startMs: number, endMs: number): number {
		let { timeline } = this.years;
		const { from, until } = timeline;
		if (!(startMs >= from && startMs < until && endMs >= from && endMs < until)) {
			this.years.around(instantOf('start', startMs));
			timeline = this.years.around(instantOf('end', endMs));
		}
		return timeline.amountAt(endMs) - timeline.amountAt(startMs);
	}

	isOpen(ms: number): boolean {
		return this.years.around(instantOf('instant', ms)).isOpen(ms);
	}

	nextOpening(ms: number): number | undefined {
		return this.next(ms, (timeline) => timeline.openingAfter(ms));
	}

	nextClosing(ms: number): number | undefined {
		return this.next(ms, (timeline) => timeline.closingAfter(ms));
	}

	addDays(startMs: number, days: number): number {
		if (!Number.isSafeInteger(days))
			throw invalid(
				'days',
				days,
				`${days} working days cannot be counted.`,
				'Give a whole number of working days, or an amount of hours.',
			);
		const start = days < 0 ? this.subtract(startMs, 0) : this.add(startMs, 0);
		if (days === 0) return start;
		const instant = addWorkingDays(this.schedule, start, days);
		if (instant === undefined) throw this.outOfTime(start, days < 0 ? 'before' : 'after');
		// A closing among the answers moves on, as everywhere with `closing: "next"`.
		return this.closing === 'next' ? this.add(instant, 0) : instant;
	}

	explain(startMs: number, endMs: number): readonly Segment[] {
		const start = instantOf('start', startMs);
		const end = instantOf('end', endMs);
		if (end < start)
			throw invalid(
				'end',
				endMs,
				`The end ${iso(end)} lies before the start ${iso(start)}.`,
				'Swap the two.',
			);
		return explain(this.schedule, start, end);
	}

	private landForward(timeline: Timeline, amount: number): number {
		return this.closing === 'end' ? timeline.earliest(amount) : timeline.latest(amount);
	}

	private slowAdd(startMs: number, workingMs: number): number {
		const start = instantOf('start', startMs);
		const amount = amountOf(workingMs);
		if (amount < 0) return this.subtract(start, -amount);
		if (amount === 0) return this.rest(start) ?? this.nextOpening(start) ?? this.fail(start, 'after');
		const { isWeekEmpty, lastListedYear } = this.schedule;
		let timeline = this.years.around(start);
		for (;;) {
			const instant = this.landForward(timeline, timeline.amountAt(start) + amount);
			if (instant < timeline.until) return instant;
			if (!this.years.growForward(isWeekEmpty ? lastListedYear : LAST_YEAR)) return this.fail(start, 'after');
			timeline = this.years.timeline;
		}
	}

	private slowSubtract(startMs: number, workingMs: number): number {
		const start = instantOf('start', startMs);
		const amount = amountOf(workingMs);
		if (amount < 0) return this.add(start, -amount);
		if (amount === 0) {
			if (this.closing === 'next') return this.add(start, 0);
			const resting = this.rest(start);
			if (resting !== undefined) return resting;
		}
		const { isWeekEmpty, firstListedYear } = this.schedule;
		let timeline = this.years.around(start);
		for (;;) {
			const left = timeline.amountAt(start) - amount;
			const instant = amount === 0 ? timeline.earliest(left) : timeline.latest(left);
			if (instant >= timeline.from) return instant;
			if (!this.years.growBackward(isWeekEmpty ? firstListedYear : FIRST_YEAR))
				return this.fail(start, 'before');
			timeline = this.years.timeline;
		}
	}

	/** The instant itself if an amount of zero leaves it where it is. */
	private rest(start: number): number | undefined {
		const timeline = this.years.around(start);
		const rests = this.closing === 'end' ? timeline.touches(start) : timeline.isOpen(start);
		return rests ? start : undefined;
	}

	/**
	 * Beyond the listed dates every year is like the other. Whatever has not come by the end of the year
	 * after the last of them never will.
	 */
	private next(ms: number, find: (timeline: Timeline) => number | undefined): number | undefined {
		const start = instantOf('instant', ms);
		const { isWeekEmpty, lastListedYear } = this.schedule;
		const horizon = isWeekEmpty ? lastListedYear : Math.max(lastListedYear, yearOf(start)) + 1;
		let timeline = this.years.around(start);
		for (;;) {
			const found = find(timeline);
			if (found !== undefined && found < timeline.until) return found;
			if (!this.years.growForward(horizon)) return undefined;
			timeline = this.years.timeline;
		}
	}

	private fail(start: number, direction: 'before' | 'after'): never {
		throw this.outOfTime(start, direction);
	}

	private outOfTime(start: number, direction: 'before' | 'after') {
		if (this.schedule.isWeekEmpty)
			return invalid(
				'weekly',
				undefined,
				`The calendar has no opening ${direction} its ${direction === 'after' ? 'last' : 'first'} override, and not enough of them ${direction} ${iso(start)}.`,
				'Give it weekly hours, or overrides for more dates.',
			);
		const bound = direction === 'after' ? `after the year ${LAST_YEAR}` : `before the year ${FIRST_YEAR}`;
		return invalid(
			'amount',
			undefined,
			`Reckoned from ${iso(start)}, the result lies ${bound}.`,
			'Check the amount: milliseconds of working time, or a number of working days.',
		);
	}
}

const iso = (ms: number) => new Date(ms).toISOString();

function instantOf(field: string, ms: number): number {
	if (ms >= EARLIEST && ms < LATEST) return ms;
	throw invalid(
		field,
		ms,
		`The ${field} ${ms} is not an instant from ${FIRST_YEAR} to ${LAST_YEAR}.`,
		'Give an instant as milliseconds since 1970-01-01T00:00:00Z.',
	);
}

function amountOf(ms: number): number {
	if (Number.isFinite(ms)) return ms;
	throw invalid('amount', ms, `${ms} is not an amount of working time.`, 'Give milliseconds as a number.');
}
