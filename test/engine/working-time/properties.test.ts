import fc from 'fast-check';
import { compileCalendar, type CalendarSpec, type ClockInterval } from '../../../engine/working-time';
import { thoroughly } from '../../support/thorough';
import { count, openMinutes, walk, walkBack, WINDOW_MINUTES, type OracleWeek } from './oracle';

const DAY = 1440;
const MINUTE = 60_000;

/** Where the clocks change, and where they do not. The window begins six days earlier. */
const changes: ReadonlyArray<readonly [zone: string, date: string]> = [
	['America/New_York', '2026-03-08'],
	['America/New_York', '2026-11-01'],
	['Europe/Berlin', '2026-03-29'],
	['Europe/Berlin', '2026-10-25'],
	['Australia/Lord_Howe', '2026-04-05'],
	['Australia/Lord_Howe', '2026-10-04'],
	['Asia/Kathmandu', '2025-12-31'],
	['Asia/Shanghai', '2026-05-08'],
	['Africa/Casablanca', '2026-02-15'],
	['Africa/Casablanca', '2026-03-22'],
	['Africa/Casablanca', '2026-09-20'],
	['America/Santiago', '2026-04-05'],
	['America/Santiago', '2026-09-06'],
	['Pacific/Chatham', '2026-04-05'],
	['Pacific/Chatham', '2026-09-27'],
	['Asia/Beirut', '2026-03-29'],
	['Asia/Beirut', '2026-10-25'],
	['America/Sao_Paulo', '2018-02-18'],
	['America/Sao_Paulo', '2018-11-04'],
	['Pacific/Apia', '2011-12-30'],
	['UTC', '2026-12-31'],
];

interface Case {
	readonly spec: CalendarSpec;
	readonly open: readonly boolean[];
	/** The window's first minute, epoch ms. */
	readonly from: number;
}

type Hours = ReadonlyArray<readonly [number, number]>;

const clock = (minutes: number) =>
	`${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

/** Minutes; every quarter, and around two in the morning and midnight every one. */
const times = fc.oneof(
	fc.integer({ min: 0, max: 95 }).map((quarter) => quarter * 15),
	fc.integer({ min: 0, max: 200 }),
	fc.integer({ min: 1380, max: 1439 }),
);
const interval = fc
	.tuple(times, fc.oneof(times, fc.constant(DAY)))
	.filter(([start, end]) => start !== end)
	.map(([start, end]) => (end < start ? ([start, end + DAY] as const) : ([start, end] as const)));
const intervals = fc.array(interval, { minLength: 0, maxLength: 3 });

const written = (hours: Hours) =>
	hours.map(([start, end]): ClockInterval => [clock(start), clock(end > DAY ? end - DAY : end)]);

const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;

const cases = fc
	.record({
		change: fc.constantFrom(...changes),
		week: fc.array(intervals, { minLength: 7, maxLength: 7 }),
		holidays: fc.uniqueArray(fc.integer({ min: 0, max: 13 }), { maxLength: 2 }),
		overrides: fc.array(fc.tuple(fc.integer({ min: 0, max: 13 }), intervals), { maxLength: 2 }),
	})
	.filter(({ week }) => week.some((hours) => hours.length > 0))
	.map(({ change: [timezone, date], week, holidays, overrides }): Case => {
		const from = Date.parse(date) - 6 * DAY * MINUTE;
		const dateOf = (day: number) => new Date(from + day * DAY * MINUTE).toISOString().slice(0, 10);
		const closed = holidays.map(dateOf);
		const replaced = overrides.map(([day, hours]) => [dateOf(day), hours] as const);
		const oracle: OracleWeek = {
			timezone,
			week,
			dates: new Map<string, Hours>([...closed.map((day) => [day, []] as const), ...replaced]),
		};
		const spec: CalendarSpec = {
			timezone,
			weekly: Object.fromEntries(weekdays.map((day, i) => [day, written(week[i] ?? [])])),
			holidays: closed,
			overrides: Object.fromEntries(replaced.map(([day, hours]) => [day, written(hours)])),
		};
		// Looked up minute by minute, and only where a property asks.
		let open: readonly boolean[] | undefined;
		return {
			spec,
			from,
			get open() {
				return (open ??= openMinutes(oracle, from));
			},
		};
	});

/** Minutes of the window at which the oracle is right on both sides. */
const minutes = fc.integer({ min: 2 * DAY, max: WINDOW_MINUTES - 3 * DAY });
/** Thrice as many as there are changes of clocks. `PROPERTY_RUNS=6000` for a very long look. */
const runs = { numRuns: Number(process.env['PROPERTY_RUNS'] ?? thoroughly(60, 400)) };

/** A minute as a character: texts of ten thousand are compared at once, lists of ten thousand one by one. */
const mark = (isOpen: boolean) => (isOpen ? '#' : '.');

const at = ({ from }: Case, minute: number) => from + minute * MINUTE;

type Between = (spec: CalendarSpec, start: number, end: number) => number;

const agreesWithOracle = (between: Between) =>
	fc.property(cases, minutes, minutes, (given, a, b) => {
		const expected = a < b ? count(given.open, a, b) : -count(given.open, b, a);
		expect(between(given.spec, at(given, a), at(given, b)) / MINUTE).toBe(expected || 0);
	});

describe('against the minute-by-minute oracle', () => {
	test('between', () => {
		fc.assert(
			agreesWithOracle((spec, start, end) => compileCalendar(spec).between(start, end)),
			runs,
		);
	});

	test('and an arithmetic of wall clocks fails there, so the property can', () => {
		// Every local day 24 hours long, as several peers reckon.
		const wallClock: Between = (spec, start, end) => {
			const format = new Intl.DateTimeFormat('sv-SE', {
				timeZone: spec.timezone,
				dateStyle: 'short',
				timeStyle: 'short',
			});
			const local = (ms: number) => Date.parse(format.format(ms).replace(' ', 'T') + 'Z');
			return compileCalendar({ ...spec, timezone: 'UTC' }).between(local(start), local(end));
		};
		expect(fc.check(agreesWithOracle(wallClock), { ...runs, seed: 1 }).failed).toBe(true);
	});

	test('add and subtract', () => {
		fc.assert(
			fc.property(cases, minutes, fc.nat(), (given, start, n) => {
				const calendar = compileCalendar(given.spec);
				const ahead = count(given.open, start, WINDOW_MINUTES - 3 * DAY);
				const behind = count(given.open, 2 * DAY, start);
				if (ahead > 0) {
					const amount = 1 + (n % ahead);
					const expected = at(given, walk(given.open, start, amount));
					expect(calendar.add(at(given, start), amount * MINUTE)).toBe(expected);
				}
				if (behind > 0) {
					const amount = 1 + (n % behind);
					const expected = at(given, walkBack(given.open, start, amount));
					expect(calendar.subtract(at(given, start), amount * MINUTE)).toBe(expected);
				}
			}),
			runs,
		);
	});

	test('add with closing "next" goes on to the next open minute', () => {
		fc.assert(
			fc.property(cases, minutes, fc.nat(), (given, start, n) => {
				const limit = WINDOW_MINUTES - 3 * DAY;
				const ahead = count(given.open, start, limit);
				fc.pre(ahead > 0);
				const amount = n % ahead;
				const expected = given.open.indexOf(true, walk(given.open, start, amount));
				fc.pre(expected < limit);
				const calendar = compileCalendar({ ...given.spec, closing: 'next' });
				expect(calendar.add(at(given, start), amount * MINUTE)).toBe(at(given, expected));
			}),
			runs,
		);
	});

	test('isOpen, nextOpening, nextClosing', () => {
		fc.assert(
			fc.property(cases, minutes, (given, minute) => {
				const { open } = given;
				const calendar = compileCalendar(given.spec);
				expect(calendar.isOpen(at(given, minute))).toBe(open[minute]);
				const change = (to: boolean) =>
					open.findIndex((is, i) => i > minute && is === to && open[i - 1] === !to);
				const sure = (i: number) => i > 0 && i < WINDOW_MINUTES - 3 * DAY;
				const [opening, closing] = [change(true), change(false)];
				if (sure(opening)) expect(calendar.nextOpening(at(given, minute))).toBe(at(given, opening));
				if (sure(closing)) expect(calendar.nextClosing(at(given, minute))).toBe(at(given, closing));
			}),
			runs,
		);
	});

	test('explain is open exactly where the oracle is', () => {
		fc.assert(
			fc.property(cases, minutes, minutes, (given, a, b) => {
				const [start, end] = a < b ? [a, b] : [b, a];
				const segments = compileCalendar(given.spec).explain(at(given, start), at(given, end));
				const told = segments.map(({ kind, from, to }) => mark(kind === 'open').repeat((to - from) / MINUTE));
				expect(told.join('')).toBe(given.open.slice(start, end).map(mark).join(''));
			}),
			runs,
		);
	});
});

describe('in general, to the millisecond and over years', () => {
	const instants = fc.integer({ min: Date.UTC(1975, 0, 1), max: Date.UTC(2060, 0, 1) });
	const sizes = fc.nat();
	/** Up to two years' work, however little the calendar works: asked of another one, so that this one has no years yet. */
	const amountOf = (spec: CalendarSpec, size: number) =>
		1 + (size % compileCalendar(spec).between(Date.UTC(2030, 0, 1), Date.UTC(2032, 0, 1)));

	test('what was added is between; what was subtracted too', () => {
		fc.assert(
			fc.property(cases, instants, sizes, fc.constantFrom('end', 'next'), ({ spec }, t, size, closing) => {
				const calendar = compileCalendar({ ...spec, closing });
				const amount = amountOf(spec, size);
				const later = calendar.add(t, amount);
				const sooner = calendar.subtract(t, amount);
				expect(calendar.between(t, later)).toBe(amount);
				expect(calendar.between(sooner, t)).toBe(amount);
				expect(calendar.add(t, -amount)).toBe(sooner);
				expect(calendar.subtract(t, -amount)).toBe(later);
				// There and back, up to the stretch nobody works in.
				expect(calendar.between(calendar.subtract(later, amount), t)).toBe(0);
			}),
			runs,
		);
	});

	test('later or longer is never sooner; a sum of steps is a step', () => {
		fc.assert(
			fc.property(cases, instants, sizes, sizes, ({ spec }, t, sizeA, sizeB) => {
				const calendar = compileCalendar(spec);
				const [a, b] = [amountOf(spec, sizeA), amountOf(spec, sizeB)];
				expect(calendar.add(t, a + b)).toBeGreaterThan(calendar.add(t, a));
				expect(calendar.add(t + b, a)).toBeGreaterThanOrEqual(calendar.add(t, a));
				expect(calendar.add(calendar.add(t, a), b)).toBe(calendar.add(t, a + b));
				expect(calendar.subtract(calendar.subtract(t, a), b)).toBe(calendar.subtract(t, a + b));
			}),
			runs,
		);
	});

	test('the order of questions does not change the answers', () => {
		fc.assert(
			fc.property(cases, fc.array(instants, { minLength: 2, maxLength: 5 }), sizes, ({ spec }, ts, size) => {
				const shared = compileCalendar(spec);
				const amount = amountOf(spec, size);
				for (const t of ts) expect(shared.add(t, amount)).toBe(compileCalendar(spec).add(t, amount));
			}),
			{ numRuns: thoroughly(8, 30) },
		);
	});

	test('segments follow each other without a gap and sum up to between', () => {
		fc.assert(
			fc.property(cases, instants, fc.integer({ min: 0, max: 4e9 }), ({ spec }, start, length) => {
				const calendar = compileCalendar(spec);
				const end = start + length;
				const segments = calendar.explain(start, end);
				const bounds = segments.map(({ from }) => from);
				expect([...bounds, end]).toEqual([start, ...segments.map(({ to }) => to)]);
				const open = segments
					.filter(({ kind }) => kind === 'open')
					.reduce((sum, { from, to }) => sum + to - from, 0);
				expect(open).toBe(calendar.between(start, end));
			}),
			runs,
		);
	});
});
