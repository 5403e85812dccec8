import {
	addDuration,
	compileCalendar,
	parseDuration,
	type ClockInterval,
} from '../../../engine/working-time';

const at = (text: string) => Date.parse(text);
const iso = (ms: number) => new Date(ms).toISOString().replace('.000Z', 'Z');
const hours: readonly ClockInterval[] = [
	['09:00', '12:00'],
	['13:00', '17:00'],
];
const week = { mon: hours, tue: hours, wed: hours, thu: hours };
const office = compileCalendar({
	timezone: 'Europe/Berlin',
	weekly: { ...week, fri: [['09:00', '12:00']] },
	holidays: ['2026-05-25'],
	overrides: { '2026-05-30': [['10:00', '14:00']] },
});

// Berlin is at +02:00 in May; 2026-05-21 is a Thursday.
test.each([
	['1 working day', '2026-05-19T10:30+02:00', '2026-05-20T10:30+02:00'],
	['1 working day, over a weekend and a holiday', '2026-05-22T10:30+02:00', '2026-05-26T10:30+02:00'],
	['1 working day, to a short day: its closing', '2026-05-21T15:00+02:00', '2026-05-22T12:00+02:00'],
	['1 working day, from lunch', '2026-05-19T12:30+02:00', '2026-05-20T13:00+02:00'],
	['1 working day, from the night', '2026-05-19T20:00+02:00', '2026-05-21T09:00+02:00'],
	['1 working day, from closing', '2026-05-19T17:00+02:00', '2026-05-20T17:00+02:00'],
	['1 working day, to a makeup Saturday: its opening', '2026-05-29T09:30+02:00', '2026-05-30T10:00+02:00'],
	['2 working days, over a makeup Saturday', '2026-05-29T09:30+02:00', '2026-06-01T09:30+02:00'],
	['3 business days', '2026-05-19T10:30+02:00', '2026-05-22T10:30+02:00'],
	['4 working hours', '2026-05-19T15:00+02:00', '2026-05-20T11:00+02:00'],
	['2 calendar days', '2026-05-22T15:00+02:00', '2026-05-24T15:00+02:00'],
	['1 week', '2026-05-22T15:00+02:00', '2026-05-29T15:00+02:00'],
	['-1 working day', '2026-05-26T10:30+02:00', '2026-05-22T10:30+02:00'],
	['-1 working day, from the night', '2026-05-26T05:00+02:00', '2026-05-21T12:00+02:00'],
])('%s', (text, start, expected) => {
	const duration = parseDuration(text.split(',')[0], { allowNegative: true });
	// Said in the text, so the context must not matter.
	for (const working of [true, false])
		expect(iso(addDuration(office, at(start), duration, { working }))).toBe(iso(at(expected)));
});

test('what is not said, the context decides', () => {
	const start = at('2026-05-22T11:00+02:00');
	const add = (text: string, working: boolean) =>
		iso(addDuration(office, start, parseDuration(text), { working }));
	expect(add('2 h', false)).toBe('2026-05-22T11:00:00Z');
	expect(add('2 h', true)).toBe('2026-05-26T08:00:00Z');
	expect(add('1 day', false)).toBe('2026-05-23T09:00:00Z');
	expect(add('1 day', true)).toBe('2026-05-26T09:00:00Z');
	expect(() => add('1.5 days', true)).toThrow(/1.5 working days cannot be counted/);
});

test('a working day keeps the clock time over a DST change, a calendar day keeps its 24 hours', () => {
	const sunday: readonly ClockInterval[] = [['08:00', '20:00']];
	const shop = compileCalendar({ timezone: 'Europe/Berlin', weekly: { sat: sunday, sun: sunday } });
	const start = at('2026-03-28T12:00+01:00');
	expect(iso(shop.addDays(start, 1))).toBe(iso(at('2026-03-29T12:00+02:00')));
	expect(iso(addDuration(shop, start, parseDuration('1 calendar day'), { working: true }))).toBe(
		iso(at('2026-03-29T13:00+02:00')),
	);
});

test('after midnight in a night shift, the day is the one the shift began on', () => {
	const night: readonly ClockInterval[] = [['22:00', '06:00']];
	const shift = compileCalendar({ timezone: 'UTC', weekly: { mon: night, tue: night, fri: night } });
	// Saturday 02:00 is Friday's shift; the next one is Monday's, at 02:00 on Tuesday.
	expect(iso(shift.addDays(at('2026-05-09T02:00Z'), 1))).toBe('2026-05-12T02:00:00Z');
	expect(iso(shift.addDays(at('2026-05-12T02:00Z'), -1))).toBe('2026-05-09T02:00:00Z');
});

test('with closing "next" it never rests on a closing', () => {
	const spec = { timezone: 'Europe/Berlin', weekly: { ...week, fri: [['09:00', '12:00']] } } as const;
	const next = compileCalendar({ ...spec, closing: 'next' });
	expect(iso(next.addDays(at('2026-05-21T15:00+02:00'), 1))).toBe(iso(at('2026-05-25T09:00+02:00')));
});

test('days that are none, and too many of them', () => {
	const start = at('2026-05-21T15:00+02:00');
	expect(office.addDays(start, 0)).toBe(start);
	expect(() => office.addDays(start, NaN)).toThrow(/NaN working days cannot be counted/);
	expect(() => office.addDays(start, 1e9)).toThrow(/after the year 2200/);
	expect(() => office.addDays(start, -1e9)).toThrow(/before the year 1970/);
	const once = compileCalendar({
		timezone: 'UTC',
		weekly: {},
		overrides: { '2026-05-30': [['10:00', '14:00']] },
	});
	expect(() => once.addDays(start, 1)).toThrow(/no opening after its last override/);
});
