/**
 * Working time the slow, obvious way: a window of two weeks or more, minute by minute. For every minute it is known what the
 * clocks of the zone show (by Intl), and it is noted whether somebody works. Shares no code with the engine.
 */
export interface OracleWeek {
	readonly timezone: string;
	/** By weekday, 0 is Sunday: intervals in minutes since midnight; the end may lie on the next day. */
	readonly week: ReadonlyArray<ReadonlyArray<readonly [start: number, end: number]>>;
	/** By date `YYYY-MM-DD`: closed, or other intervals. */
	readonly dates: ReadonlyMap<string, ReadonlyArray<readonly [start: number, end: number]>>;
}

export const WINDOW_MINUTES = 14 * 24 * 60;

const clocks = new Map<string, readonly number[]>();

/** The clocks are read this often, and at every minute where they are not so many minutes further on. */
const READ_EVERY = 60;

/** What the clocks show at each minute from `from` on, in minutes since 1970 as UTC would count them. */
function clocksFrom(timezone: string, from: number, minutes: number): readonly number[] {
	const key = `${timezone} ${from} ${minutes}`;
	let shown = clocks.get(key);
	if (!shown) {
		const format = new Intl.DateTimeFormat('sv-SE', {
			timeZone: timezone,
			...({ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' } as const),
		});
		const read = (minute: number) => {
			const text = format.format(from + minute * 60_000);
			return Date.parse(`${text.replace(' ', 'T')}Z`) / 60_000;
		};
		const all: number[] = [];
		for (let start = 0; start < minutes; start += READ_EVERY) {
			const at = read(start);
			const isEven = read(start + READ_EVERY) === at + READ_EVERY;
			for (let i = 0; i < READ_EVERY && start + i < minutes; i++)
				all.push(isEven || i === 0 ? at + i : read(start + i));
		}
		shown = all;
		clocks.set(key, shown);
	}
	return shown;
}

/** For every minute of the window: is it working time? Right from the second day to the last but two. */
export function openMinutes(
	{ timezone, week, dates }: OracleWeek,
	from: number,
	minutes = WINDOW_MINUTES,
): readonly boolean[] {
	const shown = clocksFrom(timezone, from, minutes);
	const open = new Array<boolean>(minutes).fill(false);
	const first = shown[0] ?? 0;
	// The first minute at which the clocks show this or more: the end of a gap, the first of two.
	const minuteOf = (clock: number) => {
		// Two days of slack: no clock change is longer.
		for (let i = Math.max(0, clock - first - 2880); i < minutes; i++) if ((shown[i] ?? 0) >= clock) return i;
		return minutes;
	};
	for (let date = first - (first % 1440); date < first + minutes; date += 1440) {
		const day = new Date(date * 60_000);
		const hours = dates.get(day.toISOString().slice(0, 10)) ?? week[day.getUTCDay()] ?? [];
		for (const [start, end] of hours) open.fill(true, minuteOf(date + start), minuteOf(date + end));
	}
	return open;
}

/** Open minutes in `[from, to)`. */
export function count(open: readonly boolean[], from: number, to: number): number {
	return open.slice(from, to).filter(Boolean).length;
}

/** The minute at which `amount` (> 0) open minutes have passed since `from`. */
export function walk(open: readonly boolean[], from: number, amount: number): number {
	let minute = from;
	for (let left = amount; left > 0; minute++) if (open[minute]) left--;
	return minute;
}

/** The minute from which `amount` (> 0) open minutes pass until `to`. */
export function walkBack(open: readonly boolean[], to: number, amount: number): number {
	let minute = to;
	for (let left = amount; left > 0; minute--) if (open[minute - 1]) left--;
	return minute;
}
