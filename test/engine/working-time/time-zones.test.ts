import { compileCalendar, type ClockInterval } from '../../../engine/working-time';

/** One example for everything a zone can do to a working day. Local hours are the same all week. */
const HOUR = 3_600_000;

function every(timezone: string, ...hours: ClockInterval[]) {
	const weekly = { mon: hours, tue: hours, wed: hours, thu: hours, fri: hours, sat: hours, sun: hours };
	return compileCalendar({ timezone, weekly });
}

const around = (date: string) => [Date.parse(date) - 18 * HOUR, Date.parse(date) + 42 * HOUR] as const;

/** Openings and closings between midnight UTC of the day before and of the day after the next. */
function intervals(timezone: string, hours: ClockInterval, date: string): string[] {
	const calendar = every(timezone, hours);
	const [from, to] = around(date);
	return calendar
		.explain(from, to)
		.filter((segment) => segment.kind === 'open')
		.map(({ from: opens, to: closes }) => `${short(opens)} ${short(closes)}`);
}
const short = (ms: number) => new Date(ms).toISOString().slice(5, 16);

test.each<[string, string, ClockInterval, string, string]>([
	[
		'spring: a night shift is an hour shorter',
		'America/New_York',
		['22:00', '06:00'],
		'2026-03-08',
		'03-08T03:00 03-08T10:00',
	],
	[
		'autumn: a night shift is an hour longer',
		'America/New_York',
		['22:00', '06:00'],
		'2026-11-01',
		'11-01T02:00 11-01T11:00',
	],
	[
		'spring: an opening in the gap is its end',
		'America/New_York',
		['02:15', '04:00'],
		'2026-03-08',
		'03-08T07:00 03-08T08:00',
	],
	[
		'spring: a closing in the gap is its end',
		'America/New_York',
		['01:00', '02:30'],
		'2026-03-08',
		'03-08T06:00 03-08T07:00',
	],
	[
		'autumn: an opening that occurs twice is the first',
		'America/New_York',
		['01:30', '04:00'],
		'2026-11-01',
		'11-01T05:30 11-01T09:00',
	],
	[
		'autumn: a closing that occurs twice is the first',
		'America/New_York',
		['00:30', '01:30'],
		'2026-11-01',
		'11-01T04:30 11-01T05:30',
	],
	[
		'half an hour of DST, spring',
		'Australia/Lord_Howe',
		['00:00', '06:00'],
		'2026-10-04',
		'10-03T13:30 10-03T19:00',
	],
	[
		'half an hour of DST, autumn',
		'Australia/Lord_Howe',
		['00:00', '06:00'],
		'2026-04-05',
		'04-04T13:00 04-04T19:30',
	],
	['an offset of 5:45', 'Asia/Kathmandu', ['09:00', '17:00'], '2026-05-08', '05-08T03:15 05-08T11:15'],
	[
		'an offset of 12:45 with DST',
		'Pacific/Chatham',
		['00:00', '06:00'],
		'2026-09-27',
		'09-26T11:15 09-26T16:15',
	],
	[
		'an offset that changes for good, and not as DST',
		'Africa/Casablanca',
		['00:00', '08:00'],
		'2026-09-20',
		'09-19T23:00 09-20T08:00',
	],
	[
		'a midnight that does not exist',
		'America/Sao_Paulo',
		['00:00', '02:00'],
		'2018-11-04',
		'11-04T03:00 11-04T04:00',
	],
	[
		'a day that ends where midnight does not exist',
		'America/Sao_Paulo',
		['22:00', '24:00'],
		'2018-11-04',
		'11-04T01:00 11-04T03:00',
	],
	[
		'a midnight that does not exist, in Beirut',
		'Asia/Beirut',
		['00:00', '02:00'],
		'2026-03-29',
		'03-28T22:00 03-28T23:00',
	],
	[
		'an evening that is lived twice',
		'America/Sao_Paulo',
		['20:00', '24:00'],
		'2018-02-18',
		'02-17T22:00 02-18T03:00',
	],
	[
		'a shift into the skipped date',
		'Pacific/Apia',
		['22:00', '06:00'],
		'2011-12-30',
		'12-30T08:00 12-30T16:00',
	],
])('%s (%s)', (_, timezone, hours, date, expected) => {
	expect(intervals(timezone, hours, date)).toContain(expected);
});

test('an interval within the gap is empty', () => {
	const calendar = every('America/New_York', ['02:15', '02:45']);
	expect(calendar.between(...around('2026-03-08'))).toBe(HOUR);
});

test('a date the island skipped has no hours', () => {
	const office = every('Pacific/Apia', ['09:00', '17:00']);
	const start = Date.parse('2011-12-29T09:00:00-10:00');
	expect(office.add(start, 9 * HOUR)).toBe(Date.parse('2011-12-31T10:00:00+14:00'));
	expect(office.addDays(start, 1)).toBe(Date.parse('2011-12-31T09:00:00+14:00'));
});

test.each([
	['America/New_York', '2026-03-08T05:00Z', '2026-03-09T04:00Z', 23],
	['America/New_York', '2026-11-01T04:00Z', '2026-11-02T05:00Z', 25],
	['Europe/Paris', '2020-10-24T22:00Z', '2020-10-25T23:00Z', 25],
	['Australia/Lord_Howe', '2026-10-03T13:30Z', '2026-10-04T13:00Z', 23.5],
	['Africa/Casablanca', '2026-09-19T23:00Z', '2026-09-21T00:00Z', 25],
	['America/Santiago', '2026-09-06T04:00Z', '2026-09-07T03:00Z', 23],
	['America/Sao_Paulo', '2018-02-17T02:00Z', '2018-02-18T03:00Z', 25],
])('around the clock in %s, the day from %s has %d hours', (timezone, start, end, hours) => {
	const calendar = every(timezone, ['00:00', '24:00']);
	expect(calendar.between(Date.parse(start), Date.parse(end))).toBe(hours * HOUR);
	expect(calendar.nextClosing(Date.parse(start))).toBeUndefined();
});

test('seconds of offset: Monrovia until 1972 was 44 minutes 30 behind', () => {
	const office = every('Africa/Monrovia', ['09:00', '17:00']);
	expect(office.nextOpening(Date.parse('1971-06-01T00:00:00Z'))).toBe(Date.parse('1971-06-01T09:44:30Z'));
	expect(office.nextOpening(Date.parse('1972-06-01T00:00:00Z'))).toBe(Date.parse('1972-06-01T09:00:00Z'));
});

test('changes a week apart are both seen: Boa Vista, October 2000', () => {
	const office = every('America/Boa_Vista', ['09:00', '17:00']);
	const opens = ['07', '10', '16'].map((day) => office.nextOpening(Date.parse(`2000-10-${day}T00:00:00Z`)));
	expect(opens.map((ms) => new Date(ms ?? 0).getUTCHours())).toEqual([13, 12, 13]);
});
