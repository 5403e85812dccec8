import type { Absence, Department, Member } from '../directory';
import type { TargetSpec, Told, Why } from './types';

/** Everything a level's targets are resolved against, at the moment the level fires. */
export interface Situation {
	readonly assigneeId: string | undefined;
	/** The department that holds the request. */
	readonly departmentId: string;
	/** Members told at the level before; at the first level nobody. */
	readonly toldBefore: readonly string[];
	readonly members: ReadonlyMap<string, Member>;
	readonly departments: ReadonlyMap<string, Department>;
	/** Of those members who are away at that moment. */
	readonly absences: ReadonlyMap<string, Absence>;
}

/**
 * The people a level tells, each once, each with the reason. Somebody who left is replaced by their manager, somebody who is
 * away by their delegate or else their manager, and so on up. Where everybody up the line is away, the first is told all the
 * same: rather a late reader than none. The list may be empty: then the next level has its turn at once.
 */
export function whoToTell(targets: readonly TargetSpec[], situation: Situation): Told[] {
	const told = new Map<string, Told>();
	for (const target of targets) {
		for (const candidate of candidates(target, situation)) {
			const present = presentOr(candidate, situation);
			if (present && !told.has(present.memberId)) told.set(present.memberId, present);
		}
	}
	return [...told.values()];
}

function candidates(target: TargetSpec, situation: Situation): Told[] {
	switch (target.kind) {
		case 'assignee':
			return situation.assigneeId === undefined
				? headOf(situation.departmentId, situation)
				: [{ memberId: situation.assigneeId, why: { rule: 'assignee' } }];
		case 'member':
			return [{ memberId: target.memberId, why: { rule: 'member' } }];
		case 'departmentHead':
			return headOf(target.departmentId ?? situation.departmentId, situation);
		case 'manager':
			return situation.toldBefore.length > 0
				? situation.toldBefore.flatMap((id) => managerOf(id, situation))
				: managerOfHolder(situation);
	}
}

function headOf(departmentId: string, { departments }: Situation): Told[] {
	const headId = departments.get(departmentId)?.headId;
	return headId === undefined ? [] : [{ memberId: headId, why: { rule: 'departmentHead', departmentId } }];
}

/** Nobody was told before: then the manager of whoever should have known. */
function managerOfHolder(situation: Situation): Told[] {
	if (situation.assigneeId !== undefined) return managerOf(situation.assigneeId, situation);
	return headOf(situation.departmentId, situation).flatMap(({ memberId }) => managerOf(memberId, situation));
}

/** The manager; for somebody without one, the head of their department. */
function managerOf(memberId: string, situation: Situation): Told[] {
	const member = situation.members.get(memberId);
	if (member?.managerId !== undefined)
		return [{ memberId: member.managerId, why: { rule: 'managerOf', memberId } }];
	return member ? headOf(member.departmentId, situation).filter((head) => head.memberId !== memberId) : [];
}

function presentOr(candidate: Told, situation: Situation): Told | undefined {
	const { members, absences } = situation;
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
		const next = standInsFor(memberId, isAway, situation).find((id) => members.has(id) && !passed.has(id));
		if (next === undefined) return away;
		why = { rule: 'inPlaceOf', memberId, ...(isAway ? { isAway } : {}) };
		memberId = next;
	}
}

/** Whoever can be told instead, the nearest first. */
function standInsFor(memberId: string, isAway: boolean, situation: Situation): string[] {
	const managers = isAway
		? managerOf(memberId, situation).map((told) => told.memberId)
		: [situation.members.get(memberId)?.managerId];
	return [isAway ? situation.absences.get(memberId)?.delegateId : undefined, ...managers].filter(
		(id) => id !== undefined,
	);
}
