import { invalid } from '../errors';
import type { PeopleAround } from './people-around';
import { lookupAt } from './steps';
import type { Policy, TargetSpec } from './types';
import { ownerOf, whoToTell } from './who-to-tell';

/** Whom it finds does not depend on who has the request. */
const isFixed = (target: TargetSpec): boolean =>
	target.kind === 'member' || (target.kind === 'departmentHead' && target.departmentId !== undefined);

/**
 * A policy that names certain people and departments, and finds nobody by them, could never notify anybody.
 *
 * @param people everybody whom it names, with those above them
 * @throws IcrmError `invalid`
 */
export function demandSomebody(policy: Omit<Policy, 'version'>, people: PeopleAround): void {
	const targets = policy.levels.flatMap((level) => level.targets);
	if (!targets.every(isFixed)) return;
	const at = { ...lookupAt({ policy, people, request: { departmentId: '' } }, 0, 0), absences: new Map() };
	if (whoToTell(targets, at).length > 0 || ownerOf(at)) return;
	throw invalid(
		'levels',
		undefined,
		'This policy could never notify anybody: the people whom its levels name have left and have nobody above, and the departments have no head',
		"Choose somebody who is there, set the head of the department, or choose an 'Owner'.",
	);
}
