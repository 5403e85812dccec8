import type { CalendarSpec, ClockInterval } from '../working-time';

const minutesOf = (text: string): number => {
	const [hours = 0, minutes = 0] = text.split(':').map(Number);
	return hours * 60 + minutes;
};

/** What overlaps counts once, as it does for the clocks. */
function openMinutes(intervals: readonly ClockInterval[]): number {
	const sorted = intervals
		.map(([start, end]) => {
			const from = minutesOf(start);
			return { from, to: from + ((minutesOf(end) - from + 1440) % 1440 || 1440) };
		})
		.sort((a, b) => a.from - b.from);
	let covered = 0;
	let reached = -Infinity;
	for (const { from, to } of sorted) {
		covered += Math.max(0, to - Math.max(from, reached));
		reached = Math.max(reached, to);
	}
	return covered;
}

/**
 * How long "one working day" of a target is: the length most of the calendar's weekdays have, the longer one on a tie.
 * A calendar without a regular week counts eight hours.
 * @returns ms
 */
export function usualDayMs(spec: CalendarSpec): number {
	const lengths = Object.values(spec.weekly).flatMap((intervals) => {
		const minutes = openMinutes(intervals ?? []);
		return minutes > 0 ? [minutes] : [];
	});
	const times = (minutes: number) => lengths.filter((length) => length === minutes).length;
	const [usual = 8 * 60] = [...lengths].sort((a, b) => times(b) - times(a) || b - a);
	return usual * 60_000;
}
