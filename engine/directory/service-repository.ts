import { inChunks, insertMany, type Queryable, type Row, type Trx } from '../store';
import { pageOf } from './page';
import type { Service, ServiceListing } from './types';

export async function findServices(db: Queryable, ids: readonly string[]): Promise<Map<string, Service>> {
	const rows = await inChunks(ids, (chunk) =>
		db.selectFrom('service').selectAll().where('id', 'in', chunk).execute(),
	);
	return new Map(rows.map((row) => [row.id, toService(row)]));
}

export async function queryServices(db: Queryable, wanted: ServiceListing): Promise<Service[]> {
	let query = db.selectFrom('service').selectAll();
	if (wanted.departmentId !== undefined) query = query.where('department_id', '=', wanted.departmentId);
	return (await pageOf(db, query, wanted, ['id', 'name']).execute()).map(toService);
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

const toService = (row: Row<'service'>): Service => ({
	id: row.id,
	name: row.name,
	departmentId: row.department_id,
});
