import {
	absencesBetween,
	findDepartments,
	findMembers,
	type Absence,
	type Department,
	type Member,
} from '../directory';
import { distinct } from '../records';
import type { Queryable } from '../store';
import type { Policy } from './types';
import { pluck } from '../pluck';

/** Everybody who may have a part in an escalation, and who of them is away when. */
export interface PeopleAround {
	readonly members: ReadonlyMap<string, Member>;
	readonly departments: ReadonlyMap<string, Department>;
	/** Of those members, the one that lasts longest last. */
	readonly absences: readonly Absence[];
}

/** Who is away at an instant, and until when: of several absences, the one that lasts longest counts. */
export const awayAt = (absences: readonly Absence[], at: number): ReadonlyMap<string, Absence> =>
	new Map(
		absences
			.filter(({ from, until }) => from <= at && at < until)
			.map((absence) => [absence.memberId, absence]),
	);

/** Who the search begins with. */
export interface Around {
	readonly members: Iterable<string | undefined>;
	readonly departments: Iterable<string | undefined>;
}

/** Whom a policy names, for a request that this department holds and this member has. */
export const namedBy = (
	{ levels, ownerId }: Pick<Policy, 'levels' | 'ownerId'>,
	request: { readonly assigneeId?: string | undefined; readonly departmentId: string },
): { members: string[]; departments: string[] } => {
	const targets = levels.flatMap((level) => level.targets);
	return {
		members: distinct([
			request.assigneeId,
			ownerId,
			...targets.map((target) => (target.kind === 'member' ? target.memberId : undefined)),
		]),
		departments: distinct([
			request.departmentId,
			...targets.map((target) => (target.kind === 'departmentHead' ? target.departmentId : undefined)),
		]),
	};
};

/**
 * These members, everybody above them, whoever stands in for one of them, and the departments of all of them with their
 * heads. Three queries for each step up the line, whatever the number of members.
 *
 * @param from,until epoch ms, both included: absences in this span are looked up. The same instant twice is that instant.
 */
export async function peopleAround(
	db: Queryable,
	around: Around,
	from: number,
	until: number,
): Promise<PeopleAround> {
	const absences: Absence[] = [];
	const members = new Map<string, Member>();
	const departments = new Map<string, Department>();
	// What was asked for once is not asked for again, found or not.
	const askedMembers = new Set<string>();
	const askedDepartments = new Set<string>();
	let nextMembers = notYet(around.members, askedMembers);
	let nextDepartments = notYet(around.departments, askedDepartments);
	while (nextMembers.length > 0 || nextDepartments.length > 0) {
		const foundDepartments = await findDepartments(db, nextDepartments);
		const foundMembers = await findMembers(db, nextMembers);
		const foundAbsences = await absencesBetween(db, nextMembers, from, until);
		for (const [id, department] of foundDepartments) departments.set(id, department);
		for (const [id, member] of foundMembers) members.set(id, member);
		absences.push(...foundAbsences);
		const found = [...foundMembers.values()];
		nextMembers = notYet(
			[
				...pluck([...foundDepartments.values()], 'headId'),
				...pluck(found, 'managerId'),
				...pluck(foundAbsences, 'delegateId'),
			],
			askedMembers,
		);
		nextDepartments = notYet(pluck(found, 'departmentId'), askedDepartments);
	}
	return { members, departments, absences };
}

function notYet(ids: Iterable<string | undefined>, asked: Set<string>): string[] {
	const wanted = distinct(ids).filter((id) => !asked.has(id));
	for (const id of wanted) asked.add(id);
	return wanted;
}
