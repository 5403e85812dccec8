/** `["09:00", "17:30"]`: half open, in local time. An end before its start means the next day; `24:00` is legal as an end. */
export type ClockInterval = readonly [start: string, end: string];

export type Weekday = 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun';

/** A closed date, `YYYY-MM-DD`, with the name people know it by. */
export type Holiday = string | { readonly date: string; readonly name?: string | undefined };

/** The hours of one date, in place of the week's. An empty list closes the date. */
export type Override =
	| readonly ClockInterval[]
	| { readonly intervals: readonly ClockInterval[]; readonly name?: string | undefined };

/**
 * What an addition that ends exactly at closing time answers.
 * - `end`   that closing: Friday 17:00, as one reads it in a contract
 * - `next`  the following opening: Monday 09:00
 */
export type Closing = 'end' | 'next';

/** Working hours as an admin states them. */
export interface CalendarSpec {
	/** An IANA zone: `Europe/Berlin`. */
	readonly timezone: string;
	/** A weekday left out is closed. */
	readonly weekly: Readonly<Partial<Record<Weekday, readonly ClockInterval[] | undefined>>>;
	readonly holidays?: readonly Holiday[] | undefined;
	/** By date, `YYYY-MM-DD`. An override wins over a holiday on the same date. */
	readonly overrides?: Readonly<Record<string, Override>> | undefined;
	/** Default `end`. */
	readonly closing?: Closing | undefined;
}

/**
 * Why a stretch is closed: a night, a lunch break or a weekend (`outsideHours`), a holiday, or a date
 * whose hours an override replaced.
 */
export type ClosedReason = 'outsideHours' | 'holiday' | 'override';

/** A stretch of time, `[from, to)` in epoch ms, that is all open or all closed for one reason. */
export type Segment =
	| {
			readonly kind: 'open';
			readonly from: number;
			readonly to: number;
			/** Present when the opening comes from an override and not from the week. */
			readonly reason?: 'override';
			readonly name?: string;
	  }
	| {
			readonly kind: 'closed';
			readonly from: number;
			readonly to: number;
			readonly reason: ClosedReason;
			/** The name of the holiday or of the override. */
			readonly name?: string;
	  };

/**
 * Arithmetic in working time. Instants are epoch ms, amounts are ms that elapse while the calendar is
 * open (so a DST day is 23 or 25 hours long). Openings belong to the open time, closings do not.
 * Instants from 1970 to 2200; anything else, `NaN` included, is an `IcrmError` with the code `invalid`.
 */
export interface Calendar {
	readonly timezone: string;
	readonly closing: Closing;

	/**
	 * The instant at which `workingMs` of open time have passed since `startMs`. A negative amount
	 * subtracts. Exactly at closing time: see `Closing`.
	 *
	 * An amount of zero leaves an instant from an opening to its closing (both included) alone and takes
	 * any other to the next opening. With `closing: "next"` the closing itself moves on as well.
	 *
	 * @throws IcrmError when the calendar has no opening left, or the answer lies beyond the year 2200
	 * @example calendar.add(Date.parse('2026-05-08T16:00:00Z'), 2 * 3_600_000)
	 */
	add(startMs: number, workingMs: number): number;

	/**
	 * The mirror of `add`: the instant from which `workingMs` of open time pass until `startMs`. Landing
	 * exactly on an opening it stays there, with either `closing` (an opening is open time; pandas GH#33682
	 * was this bug). Zero takes a closed instant back to the previous closing, or, with `closing: "next"`,
	 * where nothing rests on a closing, to the next opening.
	 *
	 * @example calendar.subtract(Date.parse('2026-05-11T09:30:00Z'), 3_600_000)
	 */
	subtract(startMs: number, workingMs: number): number;

	/** Open time from `startMs` to `endMs` in ms; negative when they are reversed. */
	between(startMs: number, endMs: number): number;

	/** True from an opening on, false from its closing on. */
	isOpen(ms: number): boolean;

	/** The first opening after `ms` (not at it); `undefined` when it never opens, or never closes before. */
	nextOpening(ms: number): number | undefined;

	/** The first closing after `ms` (not at it); `undefined` when it stays open, or closed, for ever. */
	nextClosing(ms: number): number | undefined;

	/**
	 * The same local clock time on the `days`-th working day after (negative: before) `startMs`. A working
	 * day is a date on which something opens; an instant after midnight in a night shift counts to the date
	 * the shift began. A closed start first moves as `add(startMs, 0)` does (negative: `subtract`). Where
	 * the clock time is closed on that day: its next opening of the same day, else its last closing.
	 *
	 * @throws IcrmError when `days` is not whole, or the calendar has too few working days left
	 */
	addDays(startMs: number, days: number): number;

	/**
	 * `[startMs, endMs)` cut into open and closed stretches without a gap, each closed one with its reason.
	 * The open ones sum up to `between(startMs, endMs)`. Cost grows with the days covered.
	 */
	explain(startMs: number, endMs: number): readonly Segment[];
}
