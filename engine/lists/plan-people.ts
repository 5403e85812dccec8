import { existing } from '../directory/references';
import { members } from '../directory/save-members';
import { parseMember, type MemberInput } from '../directory/schema';
import type { Absence, Member } from '../directory/types';
import { IcrmError } from '../errors';
import { attempt, onward, valuesOf, type Outcome } from '../outcome';
import { mapPaced } from '../pace';
import type { Saved } from '../records';
import type { Trx } from '../store';
import { endOf, spanOf } from './away';
import type { Colleagues } from './colleagues';
import type { Departments } from './departments-by-name';
import type { PersonRow } from './schema';
import { pluck } from '../pluck';

/** What the rows of one list are read by. */
export interface Lookup {
	readonly source: string;
	readonly timezone: string;
	readonly now: number;
	readonly colleagues: Colleagues;
	readonly departments: Departments;
	/** What the list has said of absences so far, by their id. */
	readonly absences: ReadonlyMap<string, Absence>;
}

/** What a row means. */
export interface PersonPlan {
	readonly member: MemberInput;
	/** `undefined` where they are there, or where the row does not speak of absence. */
	readonly absence: Absence | undefined;
	/** The absence the list had for them, which the row ends. */
	readonly ended: Absence | undefined;
}

/**
 * What a row means, before anything is written: a row goes in whole or not at all.
 *
 * @param heads who leads each department, as the rows before said; this one is added
 * @throws IcrmError `invalid` where anything in the row cannot be
 */
export function planPerson(row: PersonRow, lookup: Lookup, heads: Map<string, string>): PersonPlan {
	if (row.department === undefined)
		throw new IcrmError('invalid', `'${row.name ?? row.id}' has no department`, {
			field: 'department',
			hint: 'Give their department in the other system, or map another field to it.',
		});
	const departmentId = lookup.departments.idOf(row.department);
	const member = parseMember({
		id: row.id,
		name: row.name,
		email: row.email,
		departmentId,
		managerId: row.manager === undefined ? null : lookup.colleagues.idOf('manager', row.manager),
		locale: row.locale,
		active: row.active ?? true,
	});
	const stored = lookup.absences.get(absenceIdOf(row, lookup));
	const absence = row.speaksOfAbsence ? absenceOf(row, stored, lookup) : undefined;
	const ended = row.speaksOfAbsence && !absence ? stored : undefined;
	if (row.leads) lead(row, departmentId, heads);
	return { member, absence, ended };
}

function lead({ id, department }: PersonRow, departmentId: string, heads: Map<string, string>): void {
	const leader = heads.get(departmentId);
	if (leader !== undefined)
		throw new IcrmError('invalid', `'${leader}' and '${id}' both lead the department '${department}'`, {
			field: 'leads',
			value: true,
			hint: 'Say of one of them only that they lead it.',
		});
	heads.set(departmentId, id);
}

const absenceIdOf = ({ id }: PersonRow, { source }: Lookup) => `${source}:${id}`;

function absenceOf(row: PersonRow, stored: Absence | undefined, lookup: Lookup): Absence | undefined {
	const { awayFrom, awayUntil, delegate } = row;
	if (awayUntil === undefined) return undefined;
	// Without a beginning they are away from when it was first heard, which stays so however often it is heard.
	const { from, until } =
		awayFrom === undefined
			? { from: stored?.from ?? lookup.now, until: endOf(awayUntil, lookup.timezone, 'awayUntil') }
			: spanOf(awayFrom, awayUntil, lookup.timezone, { from: 'awayFrom', until: 'awayUntil' });
	if (until <= lookup.now) return undefined;
	const delegateId = delegate === undefined ? undefined : lookup.colleagues.idOf('delegate', delegate);
	return {
		id: absenceIdOf(row, lookup),
		memberId: row.id,
		from,
		until,
		...(delegateId === undefined ? {} : { delegateId }),
		source: lookup.source,
	};
}

/**
 * Looks whether the plans can be together. Whose delegate is neither in the directory nor goes in does not go in either,
 * which may upset those they manage or stand in for: so the check is made again until nobody more fails.
 *
 * @param ids whose row each is, also of those that failed
 */
export async function checkTogether(
	trx: Trx,
	ids: readonly (string | undefined)[],
	plans: readonly Outcome<PersonPlan>[],
	departments: Departments,
): Promise<Outcome<Saved<Member>>[]> {
	const faulty = new Map(
		plans.flatMap((plan, index): [string, Error][] => {
			const id = ids[index];
			return plan.ok || id === undefined ? [] : [[id, plan.error]];
		}),
	);
	const people = await onward(plans, (good) =>
		members.check(trx, pluck(good, 'member'), {
			faulty,
			isComing: (noun, id) => noun === 'department' && departments.isComing(id),
		}),
	);
	const present = new Map(valuesOf(people).map((person) => [person.id, person]));
	const delegates = new Map(valuesOf(plans).map((plan) => [plan.member.id, plan.absence?.delegateId]));
	const demandMember = await existing(
		trx,
		'member',
		[...present.keys()].map((id) => delegates.get(id)),
		(id) => present.has(id),
		present.values(),
	);
	const whole = await mapPaced(people, (person) =>
		person.ok
			? attempt(() => {
					demandMember('delegate', delegates.get(person.value.id));
					return person.value;
				})
			: person,
	);
	if (valuesOf(whole).length === present.size) return whole;
	const remaining = plans.map((plan, index) => {
		const person = whole[index];
		return person && !person.ok ? person : plan;
	});
	return await checkTogether(trx, ids, remaining, departments);
}
