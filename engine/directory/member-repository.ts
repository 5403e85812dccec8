import { inChunks, insertMany, type Queryable, type Row, type Trx } from '../store';
import { pageOf } from './page';
import type { Member, MemberListing } from './types';

export async function findMembers(db: Queryable, ids: readonly string[]): Promise<Map<string, Member>> {
	const rows = await inChunks(ids, (chunk) =>
		db.selectFrom('member').selectAll().where('id', 'in', chunk).execute(),
	);
	return new Map(rows.map((row) => [row.id, toMember(row)]));
}

/**
 * Members by e-mail address. Where several ever had it, the active one; else whoever was changed last.
 * @param emails in lower case, as they are stored
 */
export async function findMembersByEmail(
	db: Queryable,
	emails: readonly string[],
): Promise<Map<string, Member>> {
	const rows = await inChunks(emails, (chunk) =>
		db
			.selectFrom('member')
			.selectAll()
			.where('email', 'in', chunk)
			.orderBy('active')
			.orderBy('updated_at')
			.orderBy('id')
			.execute(),
	);
	return new Map(rows.map((row) => [row.email, toMember(row)]));
}

/** Everybody who works in these departments. */
export async function membersOf(db: Queryable, departmentIds: readonly string[]): Promise<Member[]> {
	const rows = await inChunks(departmentIds, (chunk) =>
		db
			.selectFrom('member')
			.selectAll()
			.where('department_id', 'in', chunk)
			.where('active', '=', 1)
			.orderBy('id')
			.execute(),
	);
	return rows.map(toMember);
}

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
	return (await pageOf(db, query, wanted, ['id', 'name', 'email']).execute()).map(toMember);
}

/** @param existing ids of those that are in the table already */
export async function writeMembers(
	trx: Trx,
	members: readonly Member[],
	existing: readonly string[],
	now: number,
): Promise<void> {
	// Two members may be swapping their addresses; the unique index looks at every row as it is written.
	await inChunks(existing, async (chunk) => {
		await trx.updateTable('member').set({ active: 0 }).where('id', 'in', chunk).execute();
	});
	const rows = members.map((member) => ({
		id: member.id,
		name: member.name,
		email: member.email,
		department_id: member.departmentId,
		manager_id: member.managerId ?? null,
		locale: member.locale,
		active: member.active ? 1 : 0,
		updated_at: now,
	}));
	await insertMany(trx, 'member', rows, { on: 'update', key: ['id'] });
}

const toMember = (row: Row<'member'>): Member => ({
	id: row.id,
	name: row.name,
	email: row.email,
	departmentId: row.department_id,
	...(row.manager_id === null ? {} : { managerId: row.manager_id }),
	locale: row.locale,
	active: row.active === 1,
});
