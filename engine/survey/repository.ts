import { inChunks, insertMany, locked, type NewRow, type Queryable, type Row, type Trx } from '../store';
import type { Invitation, InvitationState, Milestone, Response, Survey } from './types';

// Surveys

const currentSurveys = (db: Queryable) =>
	db
		.selectFrom('survey')
		.innerJoin('survey_version', (join) =>
			join
				.onRef('survey_version.survey_id', '=', 'survey.id')
				.onRef('survey_version.version', '=', 'survey.version'),
		)
		.selectAll('survey')
		.select('survey_version.spec');

/** A survey, and whether its first invitation has left: from then on its promise of anonymity stands. */
export interface StoredSurvey extends Survey {
	readonly asked: boolean;
}

export async function findSurveys(db: Queryable, ids: readonly string[]): Promise<Map<string, StoredSurvey>> {
	const rows = await inChunks(ids, (chunk) => currentSurveys(db).where('survey.id', 'in', chunk).execute());
	return new Map(rows.map((row) => [row.id, toSurvey(row)]));
}

export async function querySurveys(
	db: Queryable,
	wanted: { text?: string; limit: number },
): Promise<StoredSurvey[]> {
	let query = currentSurveys(db);
	const pattern = wanted.text && `%${wanted.text.toLowerCase()}%`;
	if (pattern)
		query = query.where((eb) =>
			eb.or([eb(eb.fn('lower', ['survey.name']), 'like', pattern), eb('survey.id', 'like', pattern)]),
		);
	return (await query.orderBy('survey.name').limit(wanted.limit).execute()).map(toSurvey);
}

/** Surveys as they stood when people were asked, by `<id>@<version>`. */
export async function surveyVersions(
	db: Queryable,
	refs: readonly { surveyId: string; surveyVersion: number }[],
): Promise<Map<string, Survey>> {
	const rows = await inChunks(
		refs.map(({ surveyId }) => surveyId),
		(chunk) =>
			db
				.selectFrom('survey')
				.innerJoin('survey_version', 'survey_version.survey_id', 'survey.id')
				.selectAll('survey')
				.select(['survey_version.spec', 'survey_version.version as past'])
				.where('survey.id', 'in', chunk)
				.execute(),
	);
	return new Map(rows.map((row) => [`${row.id}@${row.past}`, { ...toSurvey(row), version: row.past }]));
}

export async function saveSurveyVersions(trx: Trx, surveys: readonly Survey[], now: number): Promise<void> {
	for (const survey of surveys) {
		const { id, version, ...spec } = survey;
		const changing = { name: survey.name, version, anonymity: survey.anonymity, updated_at: now };
		await trx
			.insertInto('survey')
			.values({ id, asked: 0, ...changing })
			.onConflict((conflict) => conflict.column('id').doUpdateSet(changing))
			.execute();
		await trx
			.insertInto('survey_version')
			.values({ survey_id: id, version, spec: JSON.stringify(spec), created_at: now })
			.execute();
	}
}

export async function markAsked(trx: Trx, surveyIds: readonly string[]): Promise<void> {
	if (surveyIds.length > 0)
		await trx
			.updateTable('survey')
			.set({ asked: 1 })
			.where('id', 'in', [...new Set(surveyIds)])
			.execute();
}

// Milestones

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

// Invitations

export const insertInvitations = (trx: Trx, invitations: readonly Invitation[]) =>
	insertMany(trx, 'invitation', invitations.map(fromInvitation));
export const saveInvitations = (trx: Trx, invitations: readonly Invitation[]) =>
	insertMany(trx, 'invitation', invitations.map(fromInvitation), { on: 'update', key: ['id'] });

export async function lockInvitations(
	trx: Trx,
	ids: readonly string[],
	mode: 'wait' | 'skip',
): Promise<Invitation[]> {
	const rows = await inChunks([...ids].sort(), (chunk) =>
		locked(
			trx,
			trx.selectFrom('invitation').selectAll().where('id', 'in', chunk).orderBy('id'),
			mode,
		).execute(),
	);
	return rows.map(toInvitation);
}

/** Invitations that were to be sent by an instant and were not, locked. */
export async function lockPlannedInvitations(trx: Trx, until: number): Promise<Invitation[]> {
	const planned = trx
		.selectFrom('invitation')
		.selectAll()
		.where('state', '=', 'planned')
		.where('send_at', '<=', until)
		.orderBy('id');
	return (await locked(trx, planned, 'wait').execute()).map(toInvitation);
}

export async function findInvitation(db: Queryable, id: string): Promise<Invitation | undefined> {
	const row = await db.selectFrom('invitation').selectAll().where('id', '=', id).executeTakeFirst();
	return row && toInvitation(row);
}

/** Invitations of these people that were to be sent at or after an instant, or belong to `occasion` of `surveyId`. */
export async function earlierInvitations(
	db: Queryable,
	memberIds: readonly string[],
	since: number,
	asking: { surveyId: string; occasion: string },
): Promise<Invitation[]> {
	const rows = await inChunks(memberIds, (chunk) =>
		db
			.selectFrom('invitation')
			.selectAll()
			.where('member_id', 'in', chunk)
			.where((eb) =>
				eb.or([
					eb('send_at', '>', since),
					eb.and([eb('survey_id', '=', asking.surveyId), eb('occasion', '=', asking.occasion)]),
				]),
			)
			.execute(),
	);
	return rows.map(toInvitation);
}

export interface InvitationQuery {
	readonly surveyId?: string;
	readonly states?: readonly InvitationState[];
	readonly limit: number;
}

export async function queryInvitations(db: Queryable, wanted: InvitationQuery): Promise<Invitation[]> {
	let query = db.selectFrom('invitation').selectAll();
	if (wanted.surveyId) query = query.where('survey_id', '=', wanted.surveyId);
	if (wanted.states?.length) query = query.where('state', 'in', wanted.states);
	// Not by the time of anything that happened: the order would tell when an anonymous answer came.
	return (await query.orderBy('send_at', 'desc').orderBy('id').limit(wanted.limit).execute()).map(
		toInvitation,
	);
}

// Responses

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

/** A survey's invitations that were sent: who was asked, and when. */
export async function askedOf(db: Queryable, surveyId: string): Promise<Invitation[]> {
	const rows = await db
		.selectFrom('invitation')
		.selectAll()
		.where('survey_id', '=', surveyId)
		.where('sent_at', 'is not', null)
		.orderBy('id')
		.execute();
	return rows.map(toInvitation);
}

// Rows and nouns

const toSurvey = (row: Row<'survey'> & { spec: string }): StoredSurvey => ({
	...(JSON.parse(row.spec) as Omit<Survey, 'id' | 'version'>),
	id: row.id,
	version: row.version,
	asked: row.asked === 1,
});

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

const toInvitation = (row: Row<'invitation'>): Invitation => ({
	id: row.id,
	surveyId: row.survey_id,
	surveyVersion: row.survey_version,
	memberId: row.member_id,
	departmentId: row.department_id,
	customerDepartmentId: row.customer_department_id,
	occasion: row.occasion,
	subject: row.subject,
	state: row.state as InvitationState,
	sendAt: row.send_at,
	sentAt: row.sent_at ?? undefined,
	expiresAt: row.expires_at ?? undefined,
});

const fromInvitation = (invitation: Invitation): NewRow<'invitation'> => ({
	id: invitation.id,
	survey_id: invitation.surveyId,
	survey_version: invitation.surveyVersion,
	member_id: invitation.memberId,
	department_id: invitation.departmentId,
	customer_department_id: invitation.customerDepartmentId,
	occasion: invitation.occasion,
	subject: invitation.subject,
	state: invitation.state,
	send_at: invitation.sendAt,
	sent_at: invitation.sentAt ?? null,
	expires_at: invitation.expiresAt ?? null,
});

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
