import { inChunks, nounsOf, type Queryable, type Trx } from '../store';
import { pageOf } from './page';
import type { Member, MemberListing } from './types';

const members = nounsOf<'member', Member, 'updated_at'>('member', 'updated_at');

export const findMembers = members.find;
export const lockMembers = members.lock;

/**
 * Members by e-mail address. Where several ever had it, the active one; else whoever was changed last.
 * @param emails in lower case, as they are stored
 */
export async function findMembersByEmail(
	db: Queryable,
	emails: readonly string[],
): Promise<Map<string, Member>> {
	const found = await members.among(db, 'email', emails, ['active', 'updated_at', 'id']);
	return new Map(found.map((member) => [member.email, member]));
}

/** Everybody who works in these departments. */
export const membersOf = async (db: Queryable, departmentIds: readonly string[]): Promise<Member[]> =>
	(await members.among(db, 'department_id', departmentIds, ['id'])).filter(({ active }) => active);

/** Who manages these members and everybody above them, as it is stored. One query a level, not a member. */
export async function findManagers(db: Queryable, ids: Iterable<string>): Promise<Map<string, string>> {
	const managers = new Map<string, string>();
	const seen = new Set<string>();
	let level = [...new Set(ids)];
	while (level.length > 0) {
		level.forEach((id) => seen.add(id));
		const rows = await inChunks(level, (chunk) =>
			db.selectFrom('member').select(['id', 'manager_id']).where('id', 'in', chunk).execute(),
		);
		for (const { id, manager_id } of rows) if (manager_id !== null) managers.set(id, manager_id);
		level = [...new Set(rows.flatMap((row) => row.manager_id ?? []))].filter((id) => !seen.has(id));
	}
	return managers;
}

export async function queryMembers(db: Queryable, wanted: MemberListing): Promise<Member[]> {
	let query = db.selectFrom('member').selectAll();
	if (wanted.departmentId !== undefined) query = query.where('department_id', '=', wanted.departmentId);
	if (wanted.activeOnly) query = query.where('active', '=', 1);
	return await members.read(pageOf(db, query, wanted, ['id', 'name', 'email']));
}

/** @param existing ids of those that are in the table already */
export async function writeMembers(
	trx: Trx,
	changed: readonly Member[],
	existing: readonly string[],
	now: number,
): Promise<void> {
	// Two members may be swapping their addresses; the unique index looks at every row as it is written.
	await inChunks(existing, async (chunk) => {
		await trx.updateTable('member').set({ active: 0 }).where('id', 'in', chunk).execute();
	});
	await members.save(trx, changed, { updated_at: now });
}
