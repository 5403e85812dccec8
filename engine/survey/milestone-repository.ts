import { inChunks, insertMany, type NewRow, type Queryable, type Row, type Trx } from '../store';
import type { Milestone } from './types';

export async function findMilestonesByRef(
	db: Queryable,
	refs: readonly string[],
): Promise<Map<string, Milestone>> {
	const rows = await inChunks(refs, (chunk) =>
		db.selectFrom('milestone').selectAll().where('external_ref', 'in', chunk).execute(),
	);
	return new Map(rows.map((row) => [row.external_ref ?? '', toMilestone(row)]));
}

export const insertMilestones = (trx: Trx, milestones: readonly Milestone[]) =>
	insertMany(trx, 'milestone', milestones.map(fromMilestone));

const toMilestone = (row: Row<'milestone'>): Milestone => ({
	id: row.id,
	...(row.external_ref === null ? {} : { externalRef: row.external_ref }),
	name: row.name,
	...(row.project === null ? {} : { project: row.project }),
	departmentId: row.department_id,
	customerDepartmentIds: JSON.parse(row.customer_department_ids) as string[],
	reachedAt: row.reached_at,
});

const fromMilestone = (milestone: Milestone): NewRow<'milestone'> => ({
	id: milestone.id,
	external_ref: milestone.externalRef ?? null,
	name: milestone.name,
	project: milestone.project ?? null,
	department_id: milestone.departmentId,
	customer_department_ids: JSON.stringify(milestone.customerDepartmentIds),
	reached_at: milestone.reachedAt,
});
