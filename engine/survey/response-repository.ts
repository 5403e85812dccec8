import { nounsOf, type Queryable, type Trx } from '../store';
import type { Response } from './types';

const responses = nounsOf<'response', Response>('response');

export const findResponse = responses.one;
export const findResponseOf = async (db: Queryable, invitationId: string): Promise<Response | undefined> =>
	(await responses.among(db, 'invitation_id', [invitationId]))[0];

export const saveResponse = (trx: Trx, response: Response) => responses.save(trx, [response]);

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

export const responsesOf = (db: Queryable, surveyId: string): Promise<Response[]> =>
	responses.among(db, 'survey_id', [surveyId], ['id']);
