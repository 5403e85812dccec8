import { inChunks, insertMany, locked, type NewRow, type Queryable, type Row, type Trx } from '../store';
import type { Invitation, InvitationState } from './types';

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
