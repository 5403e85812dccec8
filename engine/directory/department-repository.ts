import { inChunks, insertMany, type Queryable, type Row, type Trx } from '../store';
import { pageOf } from './page';
import type { Department, Listing } from './types';

export async function findDepartments(
	db: Queryable,
	ids: readonly string[],
): Promise<Map<string, Department>> {
	const rows = await inChunks(ids, (chunk) =>
		db.selectFrom('department').selectAll().where('id', 'in', chunk).execute(),
	);
	return new Map(rows.map((row) => [row.id, toDepartment(row)]));
}

export async function queryDepartments(db: Queryable, wanted: Listing): Promise<Department[]> {
	const query = db.selectFrom('department').selectAll();
	return (await pageOf(db, query, wanted, ['id', 'name']).execute()).map(toDepartment);
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

const toDepartment = (row: Row<'department'>): Department => ({
	id: row.id,
	name: row.name,
	...(row.head_id === null ? {} : { headId: row.head_id }),
	...(row.calendar_id === null ? {} : { calendarId: row.calendar_id }),
});
