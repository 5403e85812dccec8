import { findDepartments } from '../directory';
import type { Engine } from '../engine';
import { unknownSurvey } from './invite';
import {
	askedOf,
	findSurveys,
	queryInvitations,
	responsesOf,
	surveyVersions,
	type InvitationQuery,
} from './repository';
import { surveyResults, type ResultFilter, type SurveyResult } from './results';
import type { Invitation } from './types';

export interface ResultQuery extends ResultFilter {
	readonly surveyId: string;
}

/** Scores with their method, n, response rate and interval; of an anonymous survey only what betrays nobody. */
export async function getResults(engine: Engine, query: ResultQuery): Promise<SurveyResult> {
	return await engine.store.read(async (db) => {
		const survey = (await findSurveys(db, [query.surveyId])).get(query.surveyId);
		if (!survey) throw unknownSurvey(query.surveyId);
		const responses = await responsesOf(db, survey.id);
		const invited = await askedOf(db, survey.id);
		const versions = [...(await surveyVersions(db, [...invited, ...responses])).values()];
		return surveyResults({ survey, versions, responses, invited, query, now: engine.now() });
	});
}

/** Invitations with the names that go with them, for Get Many. */
export async function listInvitations(
	engine: Engine,
	wanted: InvitationQuery,
): Promise<readonly (Invitation & { readonly departmentName: string })[]> {
	return await engine.store.read(async (db) => {
		const invitations = await queryInvitations(db, wanted);
		const departments = await findDepartments(
			db,
			invitations.map(({ departmentId }) => departmentId),
		);
		return invitations.map((invitation) => ({
			...invitation,
			departmentName: departments.get(invitation.departmentId)?.name ?? invitation.departmentId,
		}));
	});
}
