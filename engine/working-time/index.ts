/** Working time: calendars, arithmetic on them, durations. Pure; see `Calendar` for the rules. */
export { always } from './always';
export { addDuration } from './add-duration';
export { compileCalendar } from './calendar';
export {
	formatDuration,
	LONGEST_PROMISE,
	parseDuration,
	type Duration,
	type ParseDurationOptions,
} from './duration';
export { calendarSpecSchema, parseCalendarSpec } from './schema';
export type {
	Calendar,
	CalendarSpec,
	ClockInterval,
	ClosedReason,
	Closing,
	Holiday,
	Override,
	Segment,
	Weekday,
} from './types';
export { isZone } from './zone';
