import type { Absence, Department, Member } from '../directory';
import type { TargetSpec, Told, Why } from './types';

/** Everything a level's targets are resolved against, at the moment the level fires. */
export interface TargetLookup {
	readonly assigneeId: string | undefined;
	/** The department that holds the request. */
	readonly departmentId: string;
	/** How many steps up the line a manager is: how many levels of this pass, up to this one, say `manager`. */
	readonly steps: number;
	/** Who hears in place of somebody who has left, and has nobody above. */
	readonly ownerId: string | undefined;
	readonly members: ReadonlyMap<string, Member>;
	readonly departments: ReadonlyMap<string, Department>;
	/** Of those members who are away at that moment. */
	readonly absences: ReadonlyMap<string, Absence>;
}

/**
 * The people a level notifies, each once, each with the reason. Somebody who left is replaced by their manager or else the head
 * of their department, somebody who is away by their delegate or else their manager, and so on up. Where everybody up the line
 * is away, the first is notified all the same: rather a late reader than none. Where all have left, it is the policy's owner.
 * The list may be empty: then the next level has its turn at once.
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
			return lineOf(lookup, lookup.steps).slice(lookup.steps - 1);
	}
}

function headOf(departmentId: string, { departments }: Pick<TargetLookup, 'departments'>): Told[] {
	const headId = departments.get(departmentId)?.headId;
	return headId === undefined ? [] : [{ memberId: headId, why: { rule: 'departmentHead', departmentId } }];
}

/** Whoever has the request, or else the head of the department that holds it. */
const holderOf = ({ assigneeId, departmentId, departments }: TargetLookup): string | undefined =>
	assigneeId ?? departments.get(departmentId)?.headId;

/**
 * The line above whoever has the request, as far as these steps go: the managers who can be notified, or whoever stands in
 * for them, each once. So somebody who has left costs no step.
 */
export function lineOf(lookup: TargetLookup, steps: number): Told[] {
	const line = new Map<string, Told>();
	const passed = new Set<string>();
	let below = holderOf(lookup);
	while (below !== undefined && !passed.has(below) && line.size < steps) {
		passed.add(below);
		const manager: Told | undefined = managerOf(below, lookup);
		if (!manager) break;
		const present = presentOr(manager, lookup);
		if (present && !line.has(present.memberId)) line.set(present.memberId, present);
		below = manager.memberId;
	}
	return [...line.values()];
}

/** The manager; for somebody without one, the head of their department, unless that is somebody who reports to them here. */
function managerOf(memberId: string, lookup: TargetLookup): Told | undefined {
	const member = lookup.members.get(memberId);
	if (member?.managerId !== undefined)
		return { memberId: member.managerId, why: { rule: 'managerOf', memberId } };
	const [head] = member ? headOf(member.departmentId, lookup) : [];
	if (!head || head.memberId === memberId) return undefined;
	return member?.active && isBelow(head.memberId, memberId, lookup) ? undefined : head;
}

/** Whether somebody is this person, or reports to them, directly or not. */
function isBelow(below: string, memberId: string, { members }: Pick<TargetLookup, 'members'>): boolean {
	const passed = new Set<string>();
	for (let id: string | undefined = below; id !== undefined && !passed.has(id);) {
		if (id === memberId) return true;
		passed.add(id);
		id = members.get(id)?.managerId;
	}
	return false;
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
		if (next === undefined) return away ?? ownerOf(lookup);
		why = { rule: 'inPlaceOf', memberId, ...(isAway ? { isAway } : {}) };
		memberId = next;
	}
}

/** Whoever can be notified instead, the nearest first. */
function standInsFor(memberId: string, isAway: boolean, lookup: TargetLookup): string[] {
	const delegateId = isAway ? lookup.absences.get(memberId)?.delegateId : undefined;
	return [delegateId, managerOf(memberId, lookup)?.memberId].filter((id) => id !== undefined);
}

/** The owner of the policy, unless they have left themselves. */
export const ownerOf = ({ ownerId, members }: Pick<TargetLookup, 'ownerId' | 'members'>): Told | undefined =>
	ownerId !== undefined && members.get(ownerId)?.active === true
		? { memberId: ownerId, why: { rule: 'owner' } }
		: undefined;
