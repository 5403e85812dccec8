import type { CalendarSpec } from '../working-time';

const minutesOf = (text: string): number => {
	const [hours = 0, minutes = 0] = text.split(':').map(Number);
	return hours * 60 + minutes;
};

/**
 * How long "one working day" of a target is: the length most of the calendar's weekdays have, the longer one on a tie.
 * A calendar without a regular week counts eight hours.
 * @returns ms
 */
export function usualDayMs(spec: CalendarSpec): number {
	const lengths = Object.values(spec.weekly).flatMap((intervals) => {
		const minutes = (intervals ?? []).reduce(
			(sum, [start, end]) => sum + ((minutesOf(end) - minutesOf(start) + 1440) % 1440 || 1440),
			0,
		);
		return minutes > 0 ? [minutes] : [];
	});
	const times = (minutes: number) => lengths.filter((length) => length === minutes).length;
	const [usual = 8 * 60] = [...lengths].sort((a, b) => times(b) - times(a) || b - a);
	return usual * 60_000;
}
