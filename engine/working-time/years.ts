import { DAY, EARLIEST, FIRST_YEAR, firstDayOf, LAST_YEAR, LATEST, yearOf } from './local-date';
import type { Schedule } from './schedule';
import { Timeline } from './open-time';

/** A year's beginning stays open to change until the night shifts of the year before have ended. */
const SHIFT_MARGIN = 2 * DAY;

/**
 * The years of a schedule that somebody has asked about so far, as one timeline. It grows on
 * demand at either end; a year costs about as much as asking ICU a hundred times for an offset.
 */
export class Years {
	timeline = new Timeline(Infinity, -Infinity, new Float64Array(0));
	private first = NaN;
	private last = NaN;
	private readonly intervals = new Map<number, Float64Array>();

	constructor(private readonly schedule: Schedule) {}

	/** The timeline with `instant` within its final part. */
	around(instant: number): Timeline {
		if (instant >= this.timeline.from && instant < this.timeline.until) return this.timeline;
		const low = yearOf(instant - SHIFT_MARGIN - DAY);
		const high = yearOf(instant + DAY);
		return this.load(Math.min(low, this.first || low), Math.max(high, this.last || high));
	}

	/** Some years more at the end; false at the end of the supported time or `beyond` that year. */
	growForward(beyond: number): boolean {
		const limit = Math.min(LAST_YEAR, beyond) + 1;
		if (this.last >= limit) return false;
		this.load(this.first, Math.min(limit, this.last + this.step()));
		return true;
	}

	/** Some years more at the beginning; false at the beginning of the supported time or `beyond` that year. */
	growBackward(beyond: number): boolean {
		const limit = Math.max(FIRST_YEAR, beyond) - 1;
		if (this.first <= limit) return false;
		this.load(Math.max(limit, this.first - this.step()), this.last);
		return true;
	}

	/** One year, and more of them the more there are, so that growing over centuries is not quadratic. */
	private step(): number {
		return Math.max(1, (this.last - this.first) >> 2);
	}

	private load(first: number, last: number): Timeline {
		const years: Float64Array[] = [];
		for (let year = first; year <= last; year++) years.push(this.intervalsOf(year));
		const { zone } = this.schedule;
		const from = Math.max(EARLIEST, zone.instantOf(firstDayOf(first) * DAY) + SHIFT_MARGIN);
		const until = Math.min(LATEST, zone.instantOf(firstDayOf(last + 1) * DAY));
		this.first = first;
		this.last = last;
		this.timeline = new Timeline(from, until, joined(years));
		return this.timeline;
	}

	/** The intervals that start in a year, flat. */
	private intervalsOf(year: number): Float64Array {
		const known = this.intervals.get(year);
		if (known) return known;
		const flat: number[] = [];
		const end = firstDayOf(year + 1);
		for (let day = firstDayOf(year); day < end; day++)
			for (const { from, to } of this.schedule.intervalsOf(day)) flat.push(from, to);
		const intervals = Float64Array.from(flat);
		this.intervals.set(year, intervals);
		return intervals;
	}
}

function joined(arrays: readonly Float64Array[]): Float64Array {
	const all = new Float64Array(arrays.reduce((sum, { length }) => sum + length, 0));
	let end = 0;
	for (const array of arrays) {
		all.set(array, end);
		end += array.length;
	}
	return all;
}
