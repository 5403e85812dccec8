import { DAY, SECOND, yearOf } from './local-date';

/** The offsets in force around one year: `offsets[i]` from the instant `since[i]` on. */
interface Rules {
	readonly since: readonly number[];
	readonly offsets: readonly number[];
}

/**
 * Offsets are probed in steps of this length. No zone has changed twice within less than seven days since
 * 1970 (the closest: Boa Vista, 8 and 15 October 2000), so a change there and back cannot be missed.
 */
const PROBE = 5 * DAY;

/** How far the rules of a year reach beyond it on both sides; more than an offset and a night shift. */
const MARGIN = 4 * DAY;

/**
 * A time zone: local times to instants and back. Asking ICU costs over a microsecond, so it is asked some
 * hundred times a year to find the changes of offset, and not once per interval.
 */
export class Zone {
	private readonly format: Intl.DateTimeFormat;
	private readonly years = new Map<number, Rules>();

	/** @throws RangeError when there is no zone of that name */
	constructor(readonly name: string) {
		this.format = new Intl.DateTimeFormat('en-US', {
			timeZone: name,
			hourCycle: 'h23',
			year: 'numeric',
			month: '2-digit',
			day: '2-digit',
			hour: '2-digit',
			minute: '2-digit',
			second: '2-digit',
		});
	}

	/**
	 * The first instant at which the clocks show `localMs` or later. That is one rule for all cases: a time
	 * that a change skips becomes the first instant that exists (a skipped date, as in Apia 2011-12-30, its
	 * end), a time that occurs twice is the first one. It never runs backwards, so no interval is inverted.
	 */
	instantOf(localMs: number): number {
		const { since, offsets } = this.rulesOf(yearOf(localMs));
		for (let i = 0; i < offsets.length; i++) {
			const instant = localMs - (offsets[i] ?? 0);
			if (instant < (since[i + 1] ?? Infinity)) return Math.max(instant, since[i] ?? instant);
		}
		throw new RangeError(`no offset for ${localMs} in ${this.name}`);
	}

	/** What the clocks show at an instant. */
	localOf(instantMs: number): number {
		const { since, offsets } = this.rulesOf(yearOf(instantMs));
		let i = since.length - 1;
		while (i > 0 && (since[i] ?? 0) > instantMs) i--;
		return instantMs + (offsets[i] ?? 0);
	}

	private rulesOf(year: number): Rules {
		let rules = this.years.get(year);
		if (!rules) {
			rules = this.probe(Date.UTC(year, 0, 1) - MARGIN, Date.UTC(year + 1, 0, 1) + MARGIN);
			this.years.set(year, rules);
		}
		return rules;
	}

	private probe(from: number, to: number): Rules {
		const since = [from];
		let offset = this.offsetAt(from);
		const offsets = [offset];
		let known = from;
		for (let next = from + PROBE; known < to; next += PROBE) {
			const ahead = this.offsetAt(next);
			while (ahead !== offset) {
				known = this.changeBetween(known, next, offset);
				offset = this.offsetAt(known);
				since.push(known);
				offsets.push(offset);
			}
			known = next;
		}
		return { since, offsets };
	}

	/** Bisects to the second: Monrovia's change of 1972 was not on a whole minute. */
	private changeBetween(before: number, after: number, offset: number): number {
		let low = before / SECOND;
		let high = after / SECOND;
		while (high - low > 1) {
			const middle = Math.floor((low + high) / 2);
			if (this.offsetAt(middle * SECOND) === offset) low = middle;
			else high = middle;
		}
		return high * SECOND;
	}

	/** `format` writes `MM/DD/YYYY, HH:MM:SS`. */
	private offsetAt(instantMs: number): number {
		const text = this.format.format(instantMs);
		const local = Date.UTC(
			Number(text.slice(6, 10)),
			Number(text.slice(0, 2)) - 1,
			Number(text.slice(3, 5)),
			Number(text.slice(12, 14)),
			Number(text.slice(15, 17)),
			Number(text.slice(18, 20)),
		);
		return local - instantMs;
	}
}

const zones = new Map<string, Zone>();

/** The zone of that name, shared by all calendars: its rules are the process's and do not change. */
export function zoneOf(name: string): Zone {
	let zone = zones.get(name);
	if (!zone) {
		zone = new Zone(name);
		zones.set(name, zone);
	}
	return zone;
}

/** Whether the system knows a time zone of that name. */
export function isZone(name: string): boolean {
	try {
		zoneOf(name);
		return true;
	} catch {
		return false;
	}
}
