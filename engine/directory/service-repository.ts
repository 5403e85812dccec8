import { nounsOf, type Queryable, type Trx } from '../store';
import { pageOf } from './page';
import type { Service, ServiceListing } from './types';

const services = nounsOf<'service', Service, 'updated_at'>('service', 'updated_at');

export const findServices = services.find;

export async function queryServices(db: Queryable, wanted: ServiceListing): Promise<Service[]> {
	let query = db.selectFrom('service').selectAll();
	if (wanted.departmentId !== undefined) query = query.where('department_id', '=', wanted.departmentId);
	return await services.read(pageOf(db, query, wanted, ['id', 'name']));
}

export const writeServices = (trx: Trx, changed: readonly Service[], now: number): Promise<void> =>
	services.save(trx, changed, { updated_at: now });
