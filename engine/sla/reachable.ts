import type { LoadedCalendar } from '../directory';
import { attempt } from '../outcome';
import { invalid } from '../errors';
import { formatDuration } from '../working-time';
import type { Agreement, Target } from './types';

/**
 * Refuses a promise that nobody can keep or break, since the calendar has not enough openings left: its clocks could not
 * be computed. An agreement that is switched off promises nothing.
 *
 * @param field of the caller's input, as `targets` or `spec`
 * @throws IcrmError `invalid` naming agreement, target and calendar
 */
export function refuseUnreachable(
	{ id, name, active, targets }: Pick<Agreement, 'id' | 'name' | 'active' | 'targets'>,
	{ id: calendarId, name: calendarName, calendar }: LoadedCalendar,
	field: string,
	now: number,
): void {
	if (!active) return;
	// Hours and days run out by themselves: many short openings have days for a target, and no hours.
	const working = targets
		.filter(({ countedIn }) => countedIn === 'working')
		.sort((a, b) => b.targetMs - a.targetMs);
	for (const areDays of [false, true]) {
		const longest = working.find(({ days }) => (days !== undefined) === areDays);
		if (!longest) continue;
		const { days, targetMs } = longest;
		const reached = attempt(() =>
			days === undefined ? calendar.add(now, targetMs) : calendar.addDays(now, days),
		);
		if (!reached.ok)
			throw invalid(
				field,
				lengthOf(longest),
				`Agreement '${name}' (${id}) promises ${described(longest)} in calendar '${calendarName}' (${calendarId}), which does not open for that long from now on`,
				'Give the calendar weekly hours, or exceptions for more dates; or shorten the target.',
			);
	}
}

const lengthOf = ({ days, written, targetMs }: Target): string =>
	(days === undefined ? undefined : written) ?? formatDuration(targetMs);

const described = (target: Target): string =>
	`${lengthOf(target)} for ${target.metric}${target.priority === undefined ? '' : ` (${target.priority})`}`;
