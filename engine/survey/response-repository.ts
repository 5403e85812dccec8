import { insertMany, type NewRow, type Queryable, type Row, type Trx } from '../store';
import type { Response } from './types';

export async function findResponse(
	db: Queryable,
	by: { id: string } | { invitationId: string },
): Promise<Response | undefined> {
	const query = db.selectFrom('response').selectAll();
	const row = await (
		'id' in by ? query.where('id', '=', by.id) : query.where('invitation_id', '=', by.invitationId)
	).executeTakeFirst();
	return row && toResponse(row);
}

export const saveResponse = (trx: Trx, response: Response) =>
	insertMany(trx, 'response', [fromResponse(response)], { on: 'update', key: ['id'] });

/**
 * Writes every answer of a survey, and everybody who has answered, anew. A database remembers which rows were written
 * together (PostgreSQL's `xmin`, a row's place in its file): after this, all of them were.
 */
export async function blendAnswers(trx: Trx, surveyId: string): Promise<void> {
	await trx
		.updateTable('response')
		.set((eb) => ({ week: eb.ref('week') }))
		.where('survey_id', '=', surveyId)
		.execute();
	await trx
		.updateTable('invitation')
		.set((eb) => ({ state: eb.ref('state') }))
		.where('survey_id', '=', surveyId)
		.where('state', '=', 'answered')
		.execute();
}

export async function responsesOf(db: Queryable, surveyId: string): Promise<Response[]> {
	const rows = await db
		.selectFrom('response')
		.selectAll()
		.where('survey_id', '=', surveyId)
		.orderBy('id')
		.execute();
	return rows.map(toResponse);
}

const toResponse = (row: Row<'response'>): Response => ({
	id: row.id,
	surveyId: row.survey_id,
	surveyVersion: row.survey_version,
	departmentId: row.department_id,
	customerDepartmentId: row.customer_department_id,
	week: row.week,
	rating: row.rating,
	comment: row.comment ?? undefined,
	invitationId: row.invitation_id ?? undefined,
});

const fromResponse = (response: Response): NewRow<'response'> => ({
	id: response.id,
	survey_id: response.surveyId,
	survey_version: response.surveyVersion,
	department_id: response.departmentId,
	customer_department_id: response.customerDepartmentId,
	week: response.week,
	rating: response.rating,
	comment: response.comment ?? null,
	invitation_id: response.invitationId ?? null,
});
