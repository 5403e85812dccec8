import { DAY, FIRST_YEAR, LAST_YEAR, parseClock, parseDate, weekdayOf, yearOf } from './local-date';
import type { CalendarSpec, ClockInterval, Weekday } from './types';
import { zoneOf, type Zone } from './zone';

const WEEKDAYS: readonly Weekday[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** Ms from the local midnight the date begins with; `to` exceeds a day when the interval crosses midnight. */
interface Hours {
	readonly from: number;
	readonly to: number;
}

/** What holds on one date: its hours, and whose word that is. */
export interface DatePlan {
	readonly hours: readonly Hours[];
	readonly source: 'week' | 'holiday' | 'override';
	readonly name?: string;
}

/** An interval `[from, to)` of instants. */
export interface OpenInterval {
	readonly from: number;
	readonly to: number;
}

/**
 * A checked calendar spec, asked date by date. An interval belongs to the date it starts on: a night shift
 * into a holiday is worked to its end (`overnight-into-holiday = keep`), and one that would start on the
 * holiday is not worked at all. An override wins over a holiday, a holiday over the week.
 */
export class Schedule {
	readonly zone: Zone;
	/** The years beyond which only the week counts, or, if the week is empty, nothing ever opens. */
	readonly firstListedYear: number;
	readonly lastListedYear: number;
	readonly isWeekEmpty: boolean;
	private readonly week: readonly DatePlan[];
	private readonly dates = new Map<number, DatePlan>();

	constructor(spec: CalendarSpec) {
		this.zone = zoneOf(spec.timezone);
		this.week = WEEKDAYS.map((day) => ({ hours: hoursOf(spec.weekly[day] ?? []), source: 'week' }));
		this.isWeekEmpty = this.week.every((plan) => plan.hours.length === 0);

		for (const holiday of spec.holidays ?? []) {
			const { date, name } = typeof holiday === 'string' ? { date: holiday, name: undefined } : holiday;
			const day = parseDate(date) ?? NaN;
			const known = this.dates.get(day)?.name;
			this.dates.set(day, { hours: [], source: 'holiday', ...named(known ?? name) });
		}
		for (const [date, override] of Object.entries(spec.overrides ?? {})) {
			const { intervals, name } =
				'intervals' in override ? override : { intervals: override, name: undefined };
			const plan = { hours: hoursOf(intervals), source: 'override', ...named(name) } as const;
			this.dates.set(parseDate(date) ?? NaN, plan);
		}

		const years = [...this.dates.keys()].map((day) => yearOf(day * DAY));
		this.firstListedYear = years.reduce((a, b) => Math.min(a, b), LAST_YEAR);
		this.lastListedYear = years.reduce((a, b) => Math.max(a, b), FIRST_YEAR);
	}

	planOf(day: number): DatePlan {
		const plan = this.dates.get(day) ?? this.week[weekdayOf(day)];
		if (!plan) throw new RangeError(`no plan for day ${day}`);
		return plan;
	}

	/** The intervals that start on a date, in order, disjoint, as instants. What DST skips is not there. */
	intervalsOf(day: number): OpenInterval[] {
		const intervals: OpenInterval[] = [];
		for (const hours of this.planOf(day).hours) {
			const from = this.zone.instantOf(day * DAY + hours.from);
			const to = this.zone.instantOf(day * DAY + hours.to);
			if (to > from) intervals.push({ from, to });
		}
		return intervals;
	}
}

const named = (name: string | undefined) => (name === undefined ? {} : { name });

/** Sorted, with overlapping and touching intervals merged. */
function hoursOf(intervals: readonly ClockInterval[]): readonly Hours[] {
	const sorted = intervals
		.map(([start, end]) => {
			const from = parseClock(start) ?? NaN;
			const to = parseClock(end) ?? NaN;
			return { from, to: to < from ? to + DAY : to };
		})
		.sort((a, b) => a.from - b.from);
	const merged: Hours[] = [];
	for (const hours of sorted) {
		const last = merged.at(-1);
		if (last && hours.from <= last.to)
			merged[merged.length - 1] = { from: last.from, to: Math.max(last.to, hours.to) };
		else merged.push(hours);
	}
	return merged;
}
