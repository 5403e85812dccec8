import { IcrmError } from '../../../engine/errors';
import { calendarSpecSchema, compileCalendar, parseCalendarSpec } from '../../../engine/working-time';

const weekly = { mon: [['09:00', '17:00']] };

function refusal(spec: unknown): IcrmError {
	try {
		parseCalendarSpec(spec);
	} catch (error) {
		if (error instanceof IcrmError) return error;
		throw error;
	}
	throw new Error('it was accepted');
}

const week = (...mon: unknown[]) => ({ timezone: 'UTC', weekly: { mon } });
const withDates = (more: object) => ({ timezone: 'UTC', weekly, ...more });

test.each<[string, unknown, string, RegExp]>([
	['no calendar', 'Mon-Fri', 'calendar', /is not a calendar/],
	['nothing', undefined, 'calendar', /is missing/],
	['no zone', { weekly }, 'timezone', /is missing/],
	[
		'an unknown zone',
		{ timezone: 'Europe/Bremen', weekly },
		'timezone',
		/"Europe\/Bremen"\) is not a time zone/,
	],
	['an empty zone', { timezone: '', weekly }, 'timezone', /is not a time zone/],
	['no week', { timezone: 'UTC' }, 'weekly', /is missing/],
	['an empty week', { timezone: 'UTC', weekly: {} }, 'weekly', /has no working hours/],
	[
		'a closed week',
		{ timezone: 'UTC', weekly: { mon: [] }, overrides: { '2026-01-01': [] } },
		'weekly',
		/has no working hours/,
	],
	['another name of a day', { timezone: 'UTC', weekly: { monday: [] } }, 'weekly', /unknown field "monday"/],
	['another field', withDates({ holiday: [] }), 'calendar', /unknown field "holiday"/],
	['no list', { timezone: 'UTC', weekly: { mon: '9-17' } }, 'weekly.mon', /is not a list of intervals/],
	['a list of times', week('09:00', '17:00'), 'weekly.mon[0]', /is not an interval of two times/],
	['one time', week(['09:00', '10:00'], ['09:00']), 'weekly.mon[1]', /is not an interval of two times/],
	['a number', week([9, 17]), 'weekly.mon[0][0]', /\(9\) is not a time/],
	['no time', week(['09:00', '5 pm']), 'weekly.mon[0]', /ends at "5 pm", which is not a time/],
	['minute 60', week(['09:60', '17:00']), 'weekly.mon[0]', /starts at "09:60", which is not a time/],
	['hour 25', week(['09:00', '25:00']), 'weekly.mon[0]', /ends at "25:00"/],
	['past 24:00', week(['09:00', '24:01']), 'weekly.mon[0]', /ends at "24:01"/],
	['a start at 24:00', week(['24:00', '02:00']), 'weekly.mon[0]', /starts at 24:00/],
	['equal ends', week(['09:00', '09:00']), 'weekly.mon[0]', /starts and ends at the same time/],
	['midnight to midnight', week(['00:00', '00:00']), 'weekly.mon[0]', /starts and ends at the same time/],
	[
		'no such date',
		withDates({ holidays: ['2026-01-01', '2026-02-30'] }),
		'holidays[1]',
		/is not a date that exists/,
	],
	['no leap year', withDates({ holidays: ['2100-02-29'] }), 'holidays[0]', /is not a date that exists/],
	['a date with a time', withDates({ holidays: ['2026-01-01T00:00'] }), 'holidays[0]', /is not a date/],
	['a date too far', withDates({ holidays: ['2201-01-01'] }), 'holidays[0]', /is too far away/],
	[
		'a named one',
		withDates({ holidays: [{ date: '1.1.2026', name: 'x' }] }),
		'holidays[0].date',
		/is not a date/,
	],
	['no date', withDates({ holidays: [{ name: 'x' }] }), 'holidays[0].date', /is missing/],
	[
		'no override date',
		withDates({ overrides: { '2026-13-01': [] } }),
		'overrides.2026-13-01',
		/is not a date/,
	],
	[
		'no override time',
		withDates({ overrides: { '2026-01-01': [['9', '10:00']] } }),
		'overrides.2026-01-01[0]',
		/starts at "9"/,
	],
	[
		'a named override',
		withDates({ overrides: { '2026-01-01': { name: 'x' } } }),
		'overrides.2026-01-01.intervals',
		/is missing/,
	],
	[
		'overrides in a list',
		withDates({ overrides: ['2026-01-01'] }),
		'overrides',
		/does not give intervals by date/,
	],
	['another closing', withDates({ closing: 'start' }), 'closing', /neither "end" nor "next"/],
])('refuses %s', (_, spec, field, message) => {
	const error = refusal(spec);
	expect(error.code).toBe('invalid');
	expect(error.field).toBe(field);
	expect(error.message).toMatch(message);
	expect(error.message).toMatch(/^The calendar.*\.$/);
	expect(error.hint.length).toBeGreaterThan(10);
});

test('the error carries what was typed', () => {
	expect(refusal(week(['09:00', '17:00'], ['18:00', '18:00'])).value).toEqual(['18:00', '18:00']);
});

test('accepts what people write', () => {
	const spec = {
		timezone: 'Asia/Shanghai',
		weekly: { mon: [['9:00', '12:00:30']], sat: [['22:00', '06:00']], sun: [] },
		holidays: ['2026-01-01', '2026-01-01', { date: '2026-10-01', name: '国庆节' }],
		overrides: { '2026-05-09': [['09:00', '24:00']], '2026-05-10': { intervals: [], name: 'Move' } },
		closing: 'next',
	};
	expect(parseCalendarSpec(spec)).toEqual(spec);
	expect(calendarSpecSchema.safeParse(spec).success).toBe(true);
});

test('compiling checks the spec', () => {
	expect(() => compileCalendar({ timezone: 'Mars/Olympus', weekly: {} })).toThrow(IcrmError);
});

test('within a larger schema its messages read on their own', () => {
	const issues = calendarSpecSchema.safeParse(week(['09:00', '09:00'])).error?.issues;
	expect(issues?.[0]?.message).toBe(
		'starts and ends at the same time — For a whole day write ["00:00", "24:00"]; for a closed one leave it out.',
	);
});
