import type { Department, Member } from '../directory';
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
}

/**
 * The people a level tells, each once, each with the reason. Somebody who left is replaced by their manager, and so on up;
 * a manager of nobody leads nowhere. The list may be empty: then the next level has its turn at once.
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

function presentOr(candidate: Told, { members }: Situation): Told | undefined {
	const passed = new Set<string>();
	let { memberId } = candidate;
	let why: Why = candidate.why;
	for (;;) {
		const member = members.get(memberId);
		if (member?.active) return { memberId, why };
		passed.add(memberId);
		// The directory refuses cycles; one that came in another way must not hang a night's escalation.
		if (member?.managerId === undefined || passed.has(member.managerId)) return undefined;
		why = { rule: 'inPlaceOf', memberId };
		memberId = member.managerId;
	}
}
