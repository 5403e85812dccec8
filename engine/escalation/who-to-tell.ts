import type { Absence, Department, Member } from '../directory';
import type { TargetSpec, Told, Why } from './types';

/** Everything a level's targets are resolved against, at the moment the level fires. */
export interface TargetLookup {
	readonly assigneeId: string | undefined;
	/** The department that holds the request. */
	readonly departmentId: string;
	/** Members notified at the level before; at the first level nobody. */
	readonly toldBefore: readonly string[];
	readonly members: ReadonlyMap<string, Member>;
	readonly departments: ReadonlyMap<string, Department>;
	/** Of those members who are away at that moment. */
	readonly absences: ReadonlyMap<string, Absence>;
}

/**
 * The people a level notifies, each once, each with the reason. Somebody who left is replaced by their manager, somebody who is
 * away by their delegate or else their manager, and so on up. Where everybody up the line is away, the first is notified all the
 * same: rather a late reader than none. The list may be empty: then the next level has its turn at once.
 */
export function whoToTell(targets: readonly TargetSpec[], lookup: TargetLookup): Told[] {
	const told = new Map<string, Told>();
	for (const target of targets) {
		for (const candidate of candidates(target, lookup)) {
			const present = presentOr(candidate, lookup);
			if (present && !told.has(present.memberId)) told.set(present.memberId, present);
		}
	}
	return [...told.values()];
}

function candidates(target: TargetSpec, lookup: TargetLookup): Told[] {
	switch (target.kind) {
		case 'assignee':
			return lookup.assigneeId === undefined
				? headOf(lookup.departmentId, lookup)
				: [{ memberId: lookup.assigneeId, why: { rule: 'assignee' } }];
		case 'member':
			return [{ memberId: target.memberId, why: { rule: 'member' } }];
		case 'departmentHead':
			return headOf(target.departmentId ?? lookup.departmentId, lookup);
		case 'manager':
			return lookup.toldBefore.length > 0
				? lookup.toldBefore.flatMap((id) => managerOf(id, lookup))
				: managerOfHolder(lookup);
	}
}

function headOf(departmentId: string, { departments }: TargetLookup): Told[] {
	const headId = departments.get(departmentId)?.headId;
	return headId === undefined ? [] : [{ memberId: headId, why: { rule: 'departmentHead', departmentId } }];
}

/** Nobody was notified before: then the manager of whoever should have known. */
function managerOfHolder(lookup: TargetLookup): Told[] {
	if (lookup.assigneeId !== undefined) return managerOf(lookup.assigneeId, lookup);
	return headOf(lookup.departmentId, lookup).flatMap(({ memberId }) => managerOf(memberId, lookup));
}

/** The manager; for somebody without one, the head of their department. */
function managerOf(memberId: string, lookup: TargetLookup): Told[] {
	const member = lookup.members.get(memberId);
	if (member?.managerId !== undefined)
		return [{ memberId: member.managerId, why: { rule: 'managerOf', memberId } }];
	return member ? headOf(member.departmentId, lookup).filter((head) => head.memberId !== memberId) : [];
}

function presentOr(candidate: Told, lookup: TargetLookup): Told | undefined {
	const { members, absences } = lookup;
	// The directory refuses cycles; one that came in another way must not hang a night's escalation.
	const passed = new Set<string>();
	let { memberId } = candidate;
	let why: Why = candidate.why;
	let away: Told | undefined;
	for (;;) {
		const isActive = members.get(memberId)?.active === true;
		const isAway = isActive && absences.has(memberId);
		if (isActive && !isAway) return { memberId, why };
		if (isAway) away ??= { memberId, why };
		passed.add(memberId);
		const next = standInsFor(memberId, isAway, lookup).find((id) => members.has(id) && !passed.has(id));
		if (next === undefined) return away;
		why = { rule: 'inPlaceOf', memberId, ...(isAway ? { isAway } : {}) };
		memberId = next;
	}
}

/** Whoever can be notified instead, the nearest first. */
function standInsFor(memberId: string, isAway: boolean, lookup: TargetLookup): string[] {
	const managers = isAway
		? managerOf(memberId, lookup).map((told) => told.memberId)
		: [lookup.members.get(memberId)?.managerId];
	return [isAway ? lookup.absences.get(memberId)?.delegateId : undefined, ...managers].filter(
		(id) => id !== undefined,
	);
}
