import { compileCalendar, type CalendarSpec, type ClockInterval } from '../../../engine/working-time';

const at = (text: string) => Date.parse(text);
const day: readonly ClockInterval[] = [
	['09:00', '12:00'],
	['13:00', '17:00'],
];
const office: CalendarSpec = {
	timezone: 'Europe/Berlin',
	weekly: { mon: day, tue: day, wed: day, thu: day, fri: day },
	holidays: [{ date: '2026-05-25', name: 'Whit Monday' }, '2026-05-14'],
	overrides: {
		'2026-05-15': { intervals: [['09:00', '12:00']], name: 'Bridge day' },
		'2026-05-16': [['10:00', '11:00']],
	},
};
const calendar = compileCalendar(office);

/** One line a segment: local start, kind, reason, name. */
function told(start: string, end: string, by = calendar): string[] {
	const local = new Intl.DateTimeFormat('sv-SE', {
		timeZone: 'Europe/Berlin',
		dateStyle: 'short',
		timeStyle: 'short',
	});
	return by
		.explain(at(start), at(end))
		.map(({ from, kind, reason, name }) =>
			[local.format(from).slice(5), kind, reason, name].filter(Boolean).join(' '),
		);
}

test('a working day: night, morning, lunch, afternoon, night', () => {
	expect(told('2026-05-12T00:00+02:00', '2026-05-13T00:00+02:00')).toEqual([
		'05-12 00:00 closed outsideHours',
		'05-12 09:00 open',
		'05-12 12:00 closed outsideHours',
		'05-12 13:00 open',
		'05-12 17:00 closed outsideHours',
	]);
});

test('a weekend is one stretch; a holiday after it is named', () => {
	expect(told('2026-05-22T16:00+02:00', '2026-05-26T10:00+02:00')).toEqual([
		'05-22 16:00 open',
		'05-22 17:00 closed outsideHours',
		'05-25 00:00 closed holiday Whit Monday',
		'05-26 00:00 closed outsideHours',
		'05-26 09:00 open',
	]);
});

test('what an override opens and closes says so', () => {
	expect(told('2026-05-13T16:00+02:00', '2026-05-17T10:00+02:00')).toEqual([
		'05-13 16:00 open',
		'05-13 17:00 closed outsideHours',
		'05-14 00:00 closed holiday',
		'05-15 00:00 closed override Bridge day',
		'05-15 09:00 open override Bridge day',
		'05-15 12:00 closed override Bridge day',
		'05-16 00:00 closed override',
		'05-16 10:00 open override',
		'05-16 11:00 closed override',
		'05-17 00:00 closed outsideHours',
	]);
});

test('a night shift into a holiday stays open', () => {
	const nights = compileCalendar({
		timezone: 'Europe/Berlin',
		weekly: { sun: [['22:00', '06:00']] },
		holidays: [{ date: '2026-05-25', name: 'Whit Monday' }],
	});
	expect(told('2026-05-25T03:00+02:00', '2026-05-25T12:00+02:00', nights)).toEqual([
		'05-25 03:00 open',
		'05-25 06:00 closed holiday Whit Monday',
	]);
});

test('around the clock is a single segment', () => {
	const hours: readonly ClockInterval[] = [['00:00', '24:00']];
	const weekly = { mon: hours, tue: hours, wed: hours, thu: hours, fri: hours, sat: hours, sun: hours };
	const always = compileCalendar({ timezone: 'Europe/Berlin', weekly });
	const [from, to] = [at('2026-01-01T00:00Z'), at('2027-01-01T00:00Z')];
	expect(always.explain(from, to)).toEqual([{ kind: 'open', from, to }]);
});

test('of nothing is nothing; reversed is refused', () => {
	const noon = at('2026-05-12T12:00Z');
	expect(calendar.explain(noon, noon)).toEqual([]);
	expect(() => calendar.explain(noon, noon - 1)).toThrow(/lies before the start/);
});
