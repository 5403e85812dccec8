import { DAY, dayOf, EARLIEST, LATEST } from './local-date';
import type { OpenInterval, Schedule } from './schedule';

/**
 * The local clock time of `start` (an instant the calendar rests on) on the `days`-th working day from it;
 * `undefined` if the calendar has too few. A walk over dates: a date costs a look into a map.
 */
export function addWorkingDays(schedule: Schedule, start: number, days: number): number | undefined {
	const { zone } = schedule;
	const firstDay = workingDateOf(schedule, start);
	const clock = zone.localOf(start) - firstDay * DAY;
	const step = days < 0 ? -1 : 1;
	for (let day = firstDay + step, left = Math.abs(days); isWithin(schedule, day, step); day += step) {
		const intervals = schedule.planOf(day).hours.length > 0 ? schedule.intervalsOf(day) : [];
		if (intervals.length > 0 && --left === 0) return fit(intervals, zone.instantOf(day * DAY + clock));
	}
	return undefined;
}

/** The date whose shift an instant is in: after midnight in a night shift, that is the date before. */
function workingDateOf(schedule: Schedule, instant: number): number {
	const day = dayOf(schedule.zone.localOf(instant));
	const isIn = ({ from, to }: OpenInterval) => from <= instant && instant <= to;
	const isNightShift = !schedule.intervalsOf(day).some(isIn) && schedule.intervalsOf(day - 1).some(isIn);
	return isNightShift ? day - 1 : day;
}

/** The instant itself where it is open, else the day's next opening, else its last closing. */
function fit(intervals: readonly OpenInterval[], instant: number): number {
	const interval = intervals.find(({ to }) => instant <= to) ?? intervals.at(-1);
	return interval ? Math.min(Math.max(instant, interval.from), interval.to) : instant;
}

function isWithin(schedule: Schedule, day: number, step: number): boolean {
	const year = new Date(day * DAY).getUTCFullYear();
	if (schedule.isWeekEmpty && (step > 0 ? year > schedule.lastListedYear : year < schedule.firstListedYear))
		return false;
	return day * DAY >= EARLIEST && day * DAY < LATEST;
}
