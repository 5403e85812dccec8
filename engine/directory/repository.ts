import { contains, inChunks, insertMany, type Queryable, type Row, type Trx, queueBehind } from '../store';
import type { CalendarSpec } from '../working-time';
import { compiledFrom } from './calendar-cache';
import type {
	CalendarRecord,
	Department,
	Listing,
	LoadedCalendar,
	Member,
	MemberListing,
	Service,
	ServiceListing,
} from './types';

const LOCK = 'directory.lock';

/**
 * Directory writes queue up behind one another until their transaction ends: rules about several records (one
 * e-mail address, no circle of managers) hold only if nobody else writes between the check and the write.
 */
export async function lockDirectory(trx: Trx): Promise<void> {
	await queueBehind(trx, LOCK);
}

export const findDepartments = async (
	db: Queryable,
	ids: readonly string[],
): Promise<Map<string, Department>> =>
	byId(
		await inChunks(ids, (chunk) =>
			db.selectFrom('department').selectAll().where('id', 'in', chunk).execute(),
		),
		toDepartment,
	);

export const findMembers = async (db: Queryable, ids: readonly string[]): Promise<Map<string, Member>> =>
	byId(
		await inChunks(ids, (chunk) => db.selectFrom('member').selectAll().where('id', 'in', chunk).execute()),
		toMember,
	);

export const findServices = async (db: Queryable, ids: readonly string[]): Promise<Map<string, Service>> =>
	byId(
		await inChunks(ids, (chunk) => db.selectFrom('service').selectAll().where('id', 'in', chunk).execute()),
		toService,
	);

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

export const findCalendars = async (
	db: Queryable,
	ids: readonly string[],
): Promise<Map<string, CalendarRecord>> =>
	byId(
		await inChunks(ids, (chunk) => db.selectFrom('calendar').selectAll().where('id', 'in', chunk).execute()),
		toCalendar,
	);

/** Calendars as they now stand, ready to compute with: those asked for, or all. */
export async function loadCalendars(
	db: Queryable,
	ids?: readonly string[],
): Promise<Map<string, LoadedCalendar>> {
	const rows = ids
		? await inChunks(ids, (chunk) => db.selectFrom('calendar').selectAll().where('id', 'in', chunk).execute())
		: await db.selectFrom('calendar').selectAll().execute();
	return byId(rows, toLoadedCalendar);
}

/** Calendars as they stood, by `<id>@<revision>`, under the names they now have. */
export async function loadCalendarRevisions(
	db: Queryable,
	refs: readonly { readonly id: string; readonly revision: number }[],
): Promise<Map<string, LoadedCalendar>> {
	const idsOf = new Map(refs.map(({ revision }) => [revision, new Set<string>()]));
	for (const { id, revision } of refs) idsOf.get(revision)?.add(id);
	const rows: Omit<Row<'calendar'>, 'updated_at'>[] = [];
	for (const [revision, ids] of idsOf)
		rows.push(
			...(await inChunks([...ids], (chunk) =>
				db
					.selectFrom('calendar_revision')
					.innerJoin('calendar', 'calendar.id', 'calendar_revision.calendar_id')
					.select(['calendar.id', 'calendar.name', 'calendar_revision.revision', 'calendar_revision.spec'])
					.where('calendar_revision.revision', '=', revision)
					.where('calendar.id', 'in', chunk)
					.execute(),
			)),
		);
	return new Map(rows.map(toLoadedCalendar).map((one) => [`${one.id}@${one.revision}`, one]));
}

export async function writeDepartments(trx: Trx, departments: readonly Department[], now: number) {
	const rows = departments.map(({ id, name, headId, calendarId }) => ({
		id,
		name,
		head_id: headId ?? null,
		calendar_id: calendarId ?? null,
		updated_at: now,
	}));
	await insertMany(trx, 'department', rows, { on: 'update', key: ['id'] });
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
		return [];
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

export async function writeServices(trx: Trx, services: readonly Service[], now: number): Promise<void> {
	const rows = services.map(({ id, name, departmentId }) => ({
		id,
		name,
		department_id: departmentId,
		updated_at: now,
	}));
	await insertMany(trx, 'service', rows, { on: 'update', key: ['id'] });
}

/** A revision that is there already stays as it is: only the name changed. */
export async function writeCalendars(trx: Trx, calendars: readonly CalendarRecord[], now: number) {
	const rows = calendars.map(({ id, name, revision, spec }) => ({
		id,
		name,
		revision,
		spec: JSON.stringify(spec),
	}));
	await insertMany(
		trx,
		'calendar',
		rows.map((row) => ({ ...row, updated_at: now })),
		{ on: 'update', key: ['id'] },
	);
	await insertMany(
		trx,
		'calendar_revision',
		rows.map(({ id, revision, spec }) => ({ calendar_id: id, revision, spec, created_at: now })),
		{ on: 'ignore', key: ['calendar_id', 'revision'] },
	);
}

export async function queryCalendars(db: Queryable, wanted: Listing): Promise<CalendarRecord[]> {
	let query = db.selectFrom('calendar').selectAll();
	if (wanted.text) query = query.where(contains(db, wanted.text, ['id', 'name']));
	return (
		await query
			.orderBy('name')
			.orderBy('id')
			.limit(wanted.limit)
			.offset(wanted.offset ?? 0)
			.execute()
	).map(toCalendar);
}

export async function queryDepartments(db: Queryable, wanted: Listing): Promise<Department[]> {
	let query = db.selectFrom('department').selectAll();
	if (wanted.text) query = query.where(contains(db, wanted.text, ['id', 'name']));
	return (
		await query
			.orderBy('name')
			.orderBy('id')
			.limit(wanted.limit)
			.offset(wanted.offset ?? 0)
			.execute()
	).map(toDepartment);
}

export async function queryMembers(db: Queryable, wanted: MemberListing): Promise<Member[]> {
	let query = db.selectFrom('member').selectAll();
	if (wanted.text) query = query.where(contains(db, wanted.text, ['id', 'name', 'email']));
	if (wanted.departmentId !== undefined) query = query.where('department_id', '=', wanted.departmentId);
	if (wanted.activeOnly) query = query.where('active', '=', 1);
	return (
		await query
			.orderBy('name')
			.orderBy('id')
			.limit(wanted.limit)
			.offset(wanted.offset ?? 0)
			.execute()
	).map(toMember);
}

export async function queryServices(db: Queryable, wanted: ServiceListing): Promise<Service[]> {
	let query = db.selectFrom('service').selectAll();
	if (wanted.text) query = query.where(contains(db, wanted.text, ['id', 'name']));
	if (wanted.departmentId !== undefined) query = query.where('department_id', '=', wanted.departmentId);
	return (
		await query
			.orderBy('name')
			.orderBy('id')
			.limit(wanted.limit)
			.offset(wanted.offset ?? 0)
			.execute()
	).map(toService);
}

const byId = <R, T extends { readonly id: string }>(
	rows: readonly R[],
	toNoun: (row: R) => T,
): Map<string, T> => new Map(rows.map(toNoun).map((noun) => [noun.id, noun]));

const toDepartment = (row: Row<'department'>): Department => ({
	id: row.id,
	name: row.name,
	...(row.head_id === null ? {} : { headId: row.head_id }),
	...(row.calendar_id === null ? {} : { calendarId: row.calendar_id }),
});

const toMember = (row: Row<'member'>): Member => ({
	id: row.id,
	name: row.name,
	email: row.email,
	departmentId: row.department_id,
	...(row.manager_id === null ? {} : { managerId: row.manager_id }),
	locale: row.locale,
	active: row.active === 1,
});

const toService = (row: Row<'service'>): Service => ({
	id: row.id,
	name: row.name,
	departmentId: row.department_id,
});

const toCalendar = (row: Row<'calendar'>): CalendarRecord => ({
	id: row.id,
	name: row.name,
	revision: row.revision,
	spec: JSON.parse(row.spec) as CalendarSpec,
});

const toLoadedCalendar = (row: Omit<Row<'calendar'>, 'updated_at'>): LoadedCalendar => ({
	id: row.id,
	name: row.name,
	revision: row.revision,
	...compiledFrom(row.spec),
});
