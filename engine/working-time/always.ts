import { compileCalendar } from './calendar';

const ALL_DAY = [['00:00', '24:00']] as const;

/** Open around the clock: elapsed time, measured as working time is. */
export const always = compileCalendar({
	timezone: 'UTC',
	weekly: {
		mon: ALL_DAY,
		tue: ALL_DAY,
		wed: ALL_DAY,
		thu: ALL_DAY,
		fri: ALL_DAY,
		sat: ALL_DAY,
		sun: ALL_DAY,
	},
});
