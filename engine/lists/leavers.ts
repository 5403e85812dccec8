import type { Engine } from '../engine';
import { IcrmError } from '../errors';
import type { Trx } from '../store';
import { changeOf } from '../records/change';
import { idAsListed } from './people-rows';
import { findMembers } from '../directory/member-repository';
import { members } from '../directory/save-members';
import { activeOnList } from './source-repository';
import type { PeopleList, SyncedMember } from './people-list';

/** A few may leave at once in a company of any size. */
const FEW = 5;

/** Those on the list before and no more. @throws IcrmError `conflict` when they are too many to have left */
export async function missingFrom(trx: Trx, { source, rows, options = {} }: PeopleList): Promise<string[]> {
	const before = await activeOnList(trx, source);
	const listed = rows.map(idAsListed);
	// Somebody is on the list and nobody can tell who.
	if (listed.includes(undefined)) return [];
	const present = new Set(listed);
	const missing = before.filter((id) => !present.has(id));
	const percent = options.mostLeaversPercent ?? 20;
	const tooMany = missing.length > FEW && missing.length * 100 > before.length * percent;
	if (!tooMany && (rows.length > 0 || missing.length === 0)) return missing;
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

export async function deactivate(engine: Engine, trx: Trx, ids: readonly string[]): Promise<SyncedMember[]> {
	const stored = await findMembers(trx, ids);
	const leavers = ids.flatMap((id) => stored.get(id) ?? []).map((member) => ({ ...member, active: false }));
	await members.write(
		engine,
		trx,
		leavers.map((member) => changeOf(stored.get(member.id), member)),
	);
	return leavers.map((member) => ({ ...member, change: 'deactivated' as const }));
}
