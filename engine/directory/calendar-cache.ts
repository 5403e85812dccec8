import { compileCalendar, type Calendar, type CalendarSpec } from '../working-time';

interface Compiled {
	readonly spec: CalendarSpec;
	readonly calendar: Calendar;
}

const MOST_KEPT = 200;
const compiled = new Map<string, Compiled>();

/**
 * A stored spec, compiled; the 200 used last are kept, because a calendar works out its years only once.
 * The key is the text itself and not id and revision: two stores in one process may hold different calendars
 * under one name, and equal texts compile to equal calendars.
 */
export function compiledFrom(text: string): Compiled {
	const key = `${process.versions.tz} ${text}`;
	const found = compiled.get(key) ?? compile(text);
	// A Map keeps the order of insertion: putting it in again makes it the youngest.
	compiled.delete(key);
	compiled.set(key, found);
	for (const oldest of compiled.keys()) {
		if (compiled.size <= MOST_KEPT) break;
		compiled.delete(oldest);
	}
	return found;
}

function compile(text: string): Compiled {
	const spec = JSON.parse(text) as CalendarSpec;
	return { spec, calendar: compileCalendar(spec) };
}
