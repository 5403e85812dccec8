import { findMembers } from '../directory/member-repository';
import { members } from '../directory/save-members';
import type { Member } from '../directory/types';
import type { Engine } from '../engine';
import { IcrmError } from '../errors';
import { changeOf } from '../records';
import type { Trx } from '../store';
import { activeOnList } from './source-repository';

/** A few may leave at once in a company of any size. */
const FEW = 5;

/**
 * Those on the list before and no more.
 *
 * @param listed ids of the rows; nobody is missing where one is unknown, since it may be anybody's
 * @param percent of the list that may leave at once
 * @throws IcrmError `conflict` when they are too many to have left
 */
export async function missingFrom(
	trx: Trx,
	source: string,
	listed: readonly (string | undefined)[],
	percent = 20,
): Promise<string[]> {
	const before = await activeOnList(trx, source);
	const present = new Set(listed);
	if (present.has(undefined)) return [];
	const missing = before.filter((id) => !present.has(id));
	const tooMany = missing.length > FEW && missing.length * 100 > before.length * percent;
	if (!tooMany && (listed.length > 0 || missing.length === 0)) return missing;
	throw new IcrmError(
		'conflict',
		`${missing.length} of the ${before.length} people of '${source}' are not on the list any more, which is more than ${percent} %. Nothing was written.`,
		{
			field: 'mostLeaversPercent',
			value: percent,
			hint: "Look whether the list is whole: an interrupted search or a missing page looks the same. If they have really left, raise 'Most Leavers' for one run.",
		},
	);
}

export async function deactivate(engine: Engine, trx: Trx, ids: readonly string[]): Promise<Member[]> {
	const stored = await findMembers(trx, ids);
	const leavers = ids.flatMap((id) => stored.get(id) ?? []).map((member) => ({ ...member, active: false }));
	const changed = leavers.map((member) => changeOf(stored.get(member.id), member));
	await members.write(engine, trx, changed);
	return leavers;
}
