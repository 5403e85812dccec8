import { findDepartments, loadCalendars, type LoadedCalendar } from '../directory';
import { toIso } from '../input/instant';
import { distinct } from '../records';
import type { Queryable } from '../store';
import { toSeconds } from './describe-clock';
import { hopsOf, type HoldingTimes } from './ledger';
import type { Fact } from './types';
import { pluck } from '../pluck';

interface HoldingView {
	readonly from: string;
	/** Null: it goes on. */
	readonly to: string | null;
	readonly heldSeconds: number;
	readonly unownedSeconds: number;
	readonly pausedSeconds: number;
	/** Null where no calendar says when the department works. */
	readonly heldWorkingSeconds: number | null;
	readonly unownedWorkingSeconds: number | null;
}

/** A hop as a workflow gets it. The seconds of its parts sum up to its own. */
export interface HopView extends HoldingView {
	readonly departmentId: string;
	/** By which the working time is measured. */
	readonly calendarId: string | null;
	readonly parts: readonly (HoldingView & {
		readonly state: 'held' | 'unowned';
		readonly assigneeId: string | null;
	})[];
}

/**
 * Who held a request how long, in wall time and in working time. Working time is that of the calendar by which the
 * department works, as it stands now; of one without a calendar, that of the agreement, by which it is measured anyway.
 *
 * @param at epoch ms, not before the last fact
 */
export async function explainHops(
	db: Queryable,
	facts: readonly Fact[],
	at: number,
	ofAgreement: LoadedCalendar | undefined,
): Promise<HopView[]> {
	const ids = facts.flatMap((fact) => ('departmentId' in fact ? [fact.departmentId] : []));
	const departments = await findDepartments(db, distinct(ids));
	const calendars = await loadCalendars(db, pluck([...departments.values()], 'calendarId'));
	const calendarOf = (departmentId: string) =>
		calendars.get(departments.get(departmentId)?.calendarId ?? '') ?? ofAgreement;
	return hopsOf(facts, at, (id) => calendarOf(id)?.calendar).map(({ departmentId, parts, ...hop }) => ({
		departmentId,
		calendarId: calendarOf(departmentId)?.id ?? null,
		...viewOf(hop),
		parts: parts.map(({ assigneeId, ...part }) => ({
			state: assigneeId === undefined ? 'unowned' : 'held',
			assigneeId: assigneeId ?? null,
			...viewOf(part),
		})),
	}));
}

const viewOf = ({
	from,
	to,
	heldMs,
	unownedMs,
	pausedMs,
	working,
}: HoldingTimes & { readonly from: number; readonly to: number | undefined }): HoldingView => ({
	from: new Date(from).toISOString(),
	to: toIso(to),
	heldSeconds: toSeconds(heldMs),
	unownedSeconds: toSeconds(unownedMs),
	pausedSeconds: toSeconds(pausedMs),
	heldWorkingSeconds: working ? toSeconds(working.heldMs) : null,
	unownedWorkingSeconds: working ? toSeconds(working.unownedMs) : null,
});
