import { findDepartments, oneIn, references } from '../directory';
import type { Engine } from '../engine';
import type { Queryable } from '../store';
import { askedOf, queryInvitations, type InvitationQuery } from './invitation-repository';
import { responsesOf } from './response-repository';
import { surveyResults, type ResultCell, type ResultFilter, type SurveyResult } from './results';
import { surveyRepository, surveyVersions } from './survey-repository';
import type { Invitation } from './types';
import { pluck } from '../pluck';

export interface ResultQuery extends ResultFilter {
	readonly surveyId: string;
}

/** A cell with the names of the departments it is of. */
type NamedCell = ResultCell & {
	readonly departmentName: string | undefined;
	readonly customerDepartmentName: string | undefined;
};

export type NamedResult = Omit<SurveyResult, 'cells'> & {
	readonly cells: readonly [NamedCell, ...NamedCell[]];
};

/**
 * Scores with their method, n, response rate and interval; of an anonymous survey only what betrays nobody.
 * @throws IcrmError `notFound` for an unknown survey or department
 */
export async function getResults(engine: Engine, query: ResultQuery): Promise<NamedResult> {
	const { surveyId, departmentId, customerDepartmentId } = query;
	return await engine.store.read(async (db) => {
		const survey = await oneIn(db, 'survey', 'surveyId', surveyId, surveyRepository.find);
		const named = await references(db, { departments: [departmentId, customerDepartmentId] });
		if (departmentId !== undefined) named.department('departmentId', departmentId);
		if (customerDepartmentId !== undefined) named.department('customerDepartmentId', customerDepartmentId);
		const responses = await responsesOf(db, survey.id);
		const invited = await askedOf(db, survey.id);
		const versions = [...(await surveyVersions(db, [...invited, ...responses])).values()];
		const results = surveyResults({ survey, versions, responses, invited, query, now: engine.now() });
		const [whole, ...parts] = results.cells;
		const names = await departmentNames(
			db,
			results.cells.flatMap((cell) => [cell.departmentId, cell.customerDepartmentId]),
		);
		const withNames = (cell: ResultCell): NamedCell => ({
			...cell,
			departmentName: names.get(cell.departmentId) ?? cell.departmentId,
			customerDepartmentName: names.get(cell.customerDepartmentId) ?? cell.customerDepartmentId,
		});
		return { ...results, cells: [withNames(whole), ...parts.map(withNames)] };
	});
}

/**
 * Invitations with the names that go with them, for Get Many.
 * @throws IcrmError `notFound` for an unknown survey
 */
export async function listInvitations(
	engine: Engine,
	wanted: InvitationQuery,
): Promise<readonly (Invitation & { readonly departmentName: string })[]> {
	return await engine.store.read(async (db) => {
		if (wanted.surveyId !== undefined)
			await oneIn(db, 'survey', 'surveyId', wanted.surveyId, surveyRepository.find);
		const invitations = await queryInvitations(db, wanted);
		const names = await departmentNames(db, pluck(invitations, 'departmentId'));
		return invitations.map((invitation) => ({
			...invitation,
			departmentName: names.get(invitation.departmentId) ?? invitation.departmentId,
		}));
	});
}

async function departmentNames(
	db: Queryable,
	ids: readonly (string | undefined)[],
): Promise<ReadonlyMap<string | undefined, string>> {
	return new Map([...(await findDepartments(db, ids))].map(([id, { name }]) => [id, name]));
}
