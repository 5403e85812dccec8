import { IcrmError } from '../../../engine/errors';
import { compileCalendar, type CalendarSpec, type ClockInterval } from '../../../engine/working-time';

const HOUR = 3_600_000;
const MINUTE = 60_000;
const at = (text: string) => Date.parse(text);
const iso = (ms: number | undefined) => ms && new Date(ms).toISOString().replace('.000Z', 'Z');

const nineToFive: readonly ClockInterval[] = [['09:00', '17:00']];
const office: CalendarSpec = {
	timezone: 'UTC',
	weekly: { mon: nineToFive, tue: nineToFive, wed: nineToFive, thu: nineToFive, fri: nineToFive },
	holidays: ['2026-05-25'],
};
const calendar = compileCalendar(office);
const startsNext = compileCalendar({ ...office, closing: 'next' });
const allDay: readonly ClockInterval[] = [['00:00', '24:00']];
const always = compileCalendar({
	timezone: 'Europe/Berlin',
	weekly: { mon: allDay, tue: allDay, wed: allDay, thu: allDay, fri: allDay, sat: allDay, sun: allDay },
});

describe('add', () => {
	// 2026-05-08 is a Friday.
	test.each([
		['within a day', '2026-05-08T10:00:00Z', 2, '2026-05-08T12:00:00Z'],
		['over a weekend', '2026-05-08T16:00:00Z', 2, '2026-05-11T10:00:00Z'],
		['over a weekend and a holiday', '2026-05-22T16:00:00Z', 2, '2026-05-26T10:00:00Z'],
		['from before opening', '2026-05-08T05:00:00Z', 1, '2026-05-08T10:00:00Z'],
		['from a weekend', '2026-05-09T12:00:00Z', 1, '2026-05-11T10:00:00Z'],
		['exactly to closing', '2026-05-08T16:00:00Z', 1, '2026-05-08T17:00:00Z'],
		['a whole day from closing', '2026-05-08T17:00:00Z', 8, '2026-05-11T17:00:00Z'],
		['a year', '2026-01-01T09:00:00Z', 2080, '2026-12-31T17:00:00Z'],
		['nothing, while open', '2026-05-08T10:00:00Z', 0, '2026-05-08T10:00:00Z'],
		['nothing, at opening', '2026-05-08T09:00:00Z', 0, '2026-05-08T09:00:00Z'],
		['nothing, at closing', '2026-05-08T17:00:00Z', 0, '2026-05-08T17:00:00Z'],
		['nothing, while closed', '2026-05-08T17:00:01Z', 0, '2026-05-11T09:00:00Z'],
		['a negative amount', '2026-05-11T10:00:00Z', -2, '2026-05-08T16:00:00Z'],
	])('%s', (_, start, hours, expected) => {
		expect(iso(calendar.add(at(start), hours * HOUR))).toBe(expected);
	});

	test.each([
		['exactly to closing: the next opening', '2026-05-08T16:00:00Z', 1, '2026-05-11T09:00:00Z'],
		['nothing, at closing: the next opening', '2026-05-08T17:00:00Z', 0, '2026-05-11T09:00:00Z'],
		['nothing, while open', '2026-05-08T16:59:00Z', 0, '2026-05-08T16:59:00Z'],
		['short of closing', '2026-05-08T16:00:00Z', 0.5, '2026-05-08T16:30:00Z'],
	])('with closing "next", %s', (_, start, hours, expected) => {
		expect(iso(startsNext.add(at(start), hours * HOUR))).toBe(expected);
	});

	test('to the millisecond', () => {
		expect(calendar.add(at('2026-05-08T16:59:59.999Z'), 2)).toBe(at('2026-05-11T09:00:00.001Z'));
	});
});

describe('subtract', () => {
	test.each([
		['within a day', '2026-05-08T12:00:00Z', 2, '2026-05-08T10:00:00Z'],
		['over a weekend', '2026-05-11T10:00:00Z', 2, '2026-05-08T16:00:00Z'],
		['exactly to opening', '2026-05-11T10:00:00Z', 1, '2026-05-11T09:00:00Z'],
		['from opening', '2026-05-11T09:00:00Z', 1, '2026-05-08T16:00:00Z'],
		['nothing, at opening', '2026-05-11T09:00:00Z', 0, '2026-05-11T09:00:00Z'],
		['nothing, at closing', '2026-05-08T17:00:00Z', 0, '2026-05-08T17:00:00Z'],
		['nothing, while closed', '2026-05-11T08:00:00Z', 0, '2026-05-08T17:00:00Z'],
		['a negative amount', '2026-05-08T16:00:00Z', -2, '2026-05-11T10:00:00Z'],
	])('%s', (_, start, hours, expected) => {
		expect(iso(calendar.subtract(at(start), hours * HOUR))).toBe(expected);
	});

	test.each([
		['exactly to opening it stays', '2026-05-11T10:00:00Z', 1, '2026-05-11T09:00:00Z'],
		['nothing, while closed: the next opening', '2026-05-11T08:00:00Z', 0, '2026-05-11T09:00:00Z'],
	])('with closing "next", %s', (_, start, hours, expected) => {
		expect(iso(startsNext.subtract(at(start), hours * HOUR))).toBe(expected);
	});
});

describe('between', () => {
	test.each([
		['over a weekend', '2026-05-08T16:00:00Z', '2026-05-11T10:00:00Z', 2],
		['within a night', '2026-05-08T18:00:00Z', '2026-05-08T23:00:00Z', 0],
		['reversed', '2026-05-11T10:00:00Z', '2026-05-08T16:00:00Z', -2],
		['over years', '1996-01-01T00:00:00Z', '2024-01-01T00:00:00Z', 1461 * 5 * 8],
	])('%s', (_, start, end, hours) => {
		expect(calendar.between(at(start), at(end))).toBe(hours * HOUR);
	});

	test('of an instant and itself is plain zero', () => {
		expect(calendar.between(at('2026-05-08T12:00:00Z'), at('2026-05-08T12:00:00Z'))).toBe(0);
	});
});

describe('openings and closings', () => {
	test('an opening is open, a closing is not', () => {
		expect(calendar.isOpen(at('2026-05-08T09:00:00Z'))).toBe(true);
		expect(calendar.isOpen(at('2026-05-08T16:59:59.999Z'))).toBe(true);
		expect(calendar.isOpen(at('2026-05-08T17:00:00Z'))).toBe(false);
		expect(calendar.isOpen(at('2026-05-25T12:00:00Z'))).toBe(false);
	});

	test('the next ones are strictly later', () => {
		expect(iso(calendar.nextOpening(at('2026-05-08T08:59:59Z')))).toBe('2026-05-08T09:00:00Z');
		expect(iso(calendar.nextOpening(at('2026-05-08T09:00:00Z')))).toBe('2026-05-11T09:00:00Z');
		expect(iso(calendar.nextClosing(at('2026-05-08T09:00:00Z')))).toBe('2026-05-08T17:00:00Z');
		expect(iso(calendar.nextClosing(at('2026-05-08T17:00:00Z')))).toBe('2026-05-11T17:00:00Z');
	});

	test('a calendar that is always open never opens or closes', () => {
		expect(always.nextClosing(at('2026-05-08T09:00:00Z'))).toBeUndefined();
		expect(always.nextOpening(at('2026-05-08T09:00:00Z'))).toBeUndefined();
		expect(always.isOpen(at('2026-12-31T23:00:00Z'))).toBe(true);
	});

	test('it closes for a holiday years ahead, and opens again', () => {
		const but = compileCalendar({
			...office,
			timezone: 'UTC',
			weekly: weekOf(allDay),
			holidays: ['2031-03-04'],
		});
		expect(iso(but.nextClosing(at('2026-05-08T09:00:00Z')))).toBe('2031-03-04T00:00:00Z');
		expect(iso(but.nextOpening(at('2026-05-08T09:00:00Z')))).toBe('2031-03-05T00:00:00Z');
	});
});

const weekOf = (hours: readonly ClockInterval[]) => ({
	...{ mon: hours, tue: hours, wed: hours, thu: hours },
	...{ fri: hours, sat: hours, sun: hours },
});

describe('what hours may look like', () => {
	const hoursOn = (spec: CalendarSpec, date: string) =>
		compileCalendar(spec).between(at(`${date}T00:00:00Z`), at(`${date}T00:00:00Z`) + 24 * HOUR) / HOUR;

	test('overlapping, touching and unordered intervals are one', () => {
		const mon: ClockInterval[] = [
			['13:00', '17:00'],
			['09:00', '12:00'],
			['11:00', '12:30'],
			['12:30', '13:00'],
		];
		const merged = compileCalendar({ timezone: 'UTC', weekly: { mon } });
		expect(merged.between(at('2026-05-11T00:00:00Z'), at('2026-05-12T00:00:00Z'))).toBe(8 * HOUR);
		expect(iso(merged.nextClosing(at('2026-05-11T09:00:00Z')))).toBe('2026-05-11T17:00:00Z');
	});

	test('a night shift belongs to the day it starts on', () => {
		const spec: CalendarSpec = { timezone: 'UTC', weekly: { mon: [['22:00', '06:00']] } };
		expect(hoursOn(spec, '2026-05-11')).toBe(2);
		expect(hoursOn(spec, '2026-05-12')).toBe(6);
	});

	test('a holiday does not cut the shift that began before it, and has none of its own', () => {
		const spec: CalendarSpec = {
			timezone: 'UTC',
			weekly: { mon: [['22:00', '06:00']], tue: [['22:00', '06:00']] },
			holidays: ['2026-05-12'],
		};
		expect(hoursOn(spec, '2026-05-12')).toBe(6);
		expect(hoursOn(spec, '2026-05-13')).toBe(0);
	});

	test('a night shift over New Year, whichever year is asked about first', () => {
		const spec: CalendarSpec = {
			timezone: 'UTC',
			weekly: weekOf([['20:00', '08:00']]),
			overrides: { '2027-01-01': [['00:00', '10:00']] },
		};
		for (const first of ['2026-06-01', '2028-06-01']) {
			const shift = compileCalendar(spec);
			shift.isOpen(at(`${first}T00:00:00Z`));
			expect(iso(shift.add(at('2026-12-31T20:00:00Z'), 14 * HOUR))).toBe('2027-01-01T10:00:00Z');
			expect(iso(shift.subtract(at('2027-01-01T12:00:00Z'), 14 * HOUR))).toBe('2026-12-31T20:00:00Z');
			expect(iso(shift.nextClosing(at('2026-12-31T20:00:00Z')))).toBe('2027-01-01T10:00:00Z');
		}
	});

	test('24:00 and 00:00 end the day; consecutive days do not close in between', () => {
		const late = compileCalendar({
			timezone: 'UTC',
			weekly: { mon: [['20:00', '24:00']], tue: [['00:00', '02:00']] },
		});
		expect(iso(late.nextClosing(at('2026-05-11T21:00:00Z')))).toBe('2026-05-12T02:00:00Z');
		expect(hoursOn({ timezone: 'UTC', weekly: { mon: [['20:00', '00:00']] } }, '2026-05-11')).toBe(4);
	});

	test('an override wins over a holiday, opens a weekend, and closes a day', () => {
		const spec: CalendarSpec = {
			...office,
			holidays: ['2026-05-11', { date: '2026-05-11', name: 'twice is fine' }],
			overrides: {
				'2026-05-11': [['09:00', '12:00']],
				'2026-05-16': { intervals: [['10:00', '14:00']], name: 'Makeup day' },
				'2026-05-12': [],
			},
		};
		expect(hoursOn(spec, '2026-05-11')).toBe(3);
		expect(hoursOn(spec, '2026-05-16')).toBe(4);
		expect(hoursOn(spec, '2026-05-12')).toBe(0);
	});

	test('China 2022: Saturday 7 May made up for the holiday', () => {
		const weekday: ClockInterval[] = [
			['09:00', '12:00'],
			['13:30', '18:00'],
		];
		const china = compileCalendar({
			timezone: 'Asia/Shanghai',
			weekly: { mon: weekday, tue: weekday, wed: weekday, thu: weekday, fri: weekday },
			holidays: ['2022-05-02', '2022-05-03', '2022-05-04'],
			overrides: { '2022-05-07': weekday },
		});
		expect(china.between(at('2022-05-06T16:45:00+08:00'), at('2022-05-07T16:45:00+08:00'))).toBe(7.5 * HOUR);
	});
});

describe('where time ends', () => {
	const listed = compileCalendar({
		timezone: 'UTC',
		weekly: {},
		overrides: { '2026-05-09': [['09:00', '12:00']], '2028-05-09': [['09:00', '12:00']] },
	});

	test('with overrides only, work fits as long as they last', () => {
		expect(iso(listed.add(at('2026-01-01T00:00:00Z'), 6 * HOUR))).toBe('2028-05-09T12:00:00Z');
		expect(iso(listed.subtract(at('2030-01-01T00:00:00Z'), 6 * HOUR))).toBe('2026-05-09T09:00:00Z');
		expect(listed.nextOpening(at('2028-05-09T09:00:00Z'))).toBeUndefined();
		expect(iso(listed.nextOpening(at('2001-01-01T00:00:00Z')))).toBe('2026-05-09T09:00:00Z');
	});

	test.each([
		['add', () => listed.add(at('2026-01-01T00:00:00Z'), 6 * HOUR + 1)],
		['add zero', () => listed.add(at('2030-01-01T00:00:00Z'), 0)],
		['add, long after', () => listed.add(at('2150-01-01T00:00:00Z'), 1)],
		['subtract', () => listed.subtract(at('2030-01-01T00:00:00Z'), 6 * HOUR + 1)],
		['subtract zero', () => listed.subtract(at('2020-01-01T00:00:00Z'), 0)],
		['subtract, long before', () => listed.subtract(at('1980-01-01T00:00:00Z'), 1)],
	])('beyond them %s fails and does not loop', (_, act) => {
		expect(act).toThrow(/^The calendar has no opening (after its last|before its first) override/);
	});

	test.each([
		['add', () => calendar.add(at('2026-01-01T00:00:00Z'), 1e13), /after the year 2200/],
		['subtract', () => calendar.subtract(at('2026-01-01T00:00:00Z'), 1e12), /before the year 1970/],
		['a calendar without nights', () => always.add(at('2026-01-01T00:00:00Z'), 1e13), /after the year 2200/],
		['a start that is none', () => calendar.add(NaN, 1), /start NaN is not an instant/],
		['a start too late', () => calendar.isOpen(Date.UTC(2201, 0, 1)), /is not an instant from 1970 to 2200/],
		['an end too early', () => calendar.between(0, -1), /end -1 is not an instant/],
		['an amount that is none', () => calendar.add(0, NaN), /NaN is not an amount/],
		['an endless amount', () => calendar.add(0, Infinity), /Infinity is not an amount/],
		['a negative endless amount', () => calendar.subtract(0, -Infinity), /-Infinity is not an amount/],
	])('%s', (_, act, message) => {
		expect(act).toThrow(IcrmError);
		expect(act).toThrow(message);
	});

	test('the first and the last supported day work', () => {
		expect(always.add(0, MINUTE)).toBe(MINUTE);
		expect(always.subtract(MINUTE, MINUTE)).toBe(0);
		expect(always.add(Date.UTC(2200, 11, 31, 23), MINUTE)).toBe(Date.UTC(2200, 11, 31, 23, 1));
		expect(() => always.add(Date.UTC(2200, 11, 31, 23), 2 * HOUR)).toThrow(/after the year 2200/);
	});
});
