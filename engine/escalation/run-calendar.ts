import { loadCalendars } from '../directory';
import { findClocks } from '../sla';
import type { Queryable } from '../store';
import type { Calendar } from '../working-time';
import type { Policy, Run } from './types';

/** The calendar a run's working delays are counted in: the policy's own, else that of the clock that was breached. */
export async function calendarsOf(
	db: Queryable,
	runs: readonly Run[],
	policyOf: (run: Run) => Policy | undefined,
): Promise<(run: Run) => Calendar> {
	const clocks = new Map(
		(
			await findClocks(
				db,
				runs.flatMap((run) => run.clockId ?? []),
			)
		).map((clock) => [clock.id, clock]),
	);
	const idOf = (run: Run) => policyOf(run)?.calendarId ?? clocks.get(run.clockId ?? '')?.calendarId;
	const calendars = await loadCalendars(db, [...new Set(runs.map(idOf).filter((id) => id !== undefined))]);
	return (run) => {
		const loaded = calendars.get(idOf(run) ?? '');
		if (!loaded) throw new Error(`escalation run ${run.id} has no calendar`);
		return loaded.calendar;
	};
}
