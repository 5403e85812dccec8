import { nounsOf, type Queryable, type Trx } from '../store';
import { pageOf } from './page';
import type { Department, Listing } from './types';

const departments = nounsOf<'department', Department, 'updated_at'>('department', 'updated_at');

export const findDepartments = departments.find;

export const queryDepartments = (db: Queryable, wanted: Listing): Promise<Department[]> =>
	departments.read(pageOf(db, db.selectFrom('department').selectAll(), wanted, ['id', 'name']));

export const writeDepartments = (trx: Trx, changed: readonly Department[], now: number): Promise<void> =>
	departments.save(trx, changed, { updated_at: now });

/** Which of these members lead a department. */
export const headsAmong = async (db: Queryable, memberIds: readonly string[]): Promise<Set<string>> => {
	const led = await departments.among(db, 'head_id', memberIds);
	return new Set(led.flatMap(({ headId }) => (headId === undefined ? [] : [headId])));
};
