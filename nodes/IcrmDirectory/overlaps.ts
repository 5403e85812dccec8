import type { ClockInterval } from '../../engine';

const DAYS: Readonly<Record<string, string>> = {
	mon: 'Monday',
	tue: 'Tuesday',
	wed: 'Wednesday',
	thu: 'Thursday',
	fri: 'Friday',
	sat: 'Saturday',
	sun: 'Sunday',
};

const minutesOf = (text: string): number => {
	const [hours = 0, minutes = 0] = text.split(':').map(Number);
	return hours * 60 + minutes;
};

/** Two intervals of one day, the first overlapping the second; undefined where none do. */
function overlapIn(intervals: readonly ClockInterval[]): readonly [ClockInterval, ClockInterval] | undefined {
	const sorted = intervals
		.map((interval) => {
			const from = minutesOf(interval[0]);
			return { interval, from, to: from + ((minutesOf(interval[1]) - from + 1440) % 1440 || 1440) };
		})
		.sort((a, b) => a.from - b.from);
	for (const [index, one] of sorted.entries()) {
		const next = sorted[index + 1];
		if (next && next.from < one.to) return [one.interval, next.interval];
	}
	return undefined;
}

/**
 * A word about calendars whose working hours overlap: what overlaps counts once, which whoever typed two rows for
 * one day may not have meant.
 *
 * @param inputs as they were given, `{ id, spec: { weekly } }`
 */
export function hintAtOverlaps({ inputs }: { readonly inputs: readonly unknown[] }): string | undefined {
	const found = (
		inputs as readonly { id?: unknown; spec?: { weekly?: Record<string, ClockInterval[]> } }[]
	).flatMap(({ id, spec }) =>
		Object.entries(spec?.weekly ?? {}).flatMap(([day, intervals]) => {
			const pair = overlapIn(intervals);
			if (!pair) return [];
			const [first, second] = pair.map((interval) => interval.join('-'));
			return [`${String(id)}, ${DAYS[day] ?? day}: ${first ?? ''} and ${second ?? ''}`];
		}),
	);
	if (found.length === 0) return undefined;
	return `Working hours overlap, and what overlaps counts once (${found.slice(0, 5).join('; ')}). Correct the rows if that is not what you mean.`;
}
