import { inChunks, locked, nounsOf, type Queryable, type Trx } from '../store';
import type { Invitation, InvitationState } from './types';

const invitations = nounsOf<'invitation', Invitation>('invitation');

export const insertInvitations = invitations.insert;
export const saveInvitations = invitations.save;
export const lockInvitations = invitations.lock;
export const findInvitation = invitations.one;
export const findInvitations = invitations.find;

/** Invitations that were to be sent by an instant and were not, locked. */
export async function lockPlannedInvitations(trx: Trx, until: number): Promise<Invitation[]> {
	const planned = trx
		.selectFrom('invitation')
		.selectAll()
		.where('state', '=', 'planned')
		.where('send_at', '<=', until)
		.orderBy('id');
	return await invitations.read(locked(trx, planned, 'wait'));
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
	return rows.map(invitations.toNoun);
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
	return await invitations.read(query.orderBy('send_at', 'desc').orderBy('id').limit(wanted.limit));
}

/** A survey's invitations that were sent: who was asked, and when. */
export const askedOf = (db: Queryable, surveyId: string): Promise<Invitation[]> =>
	invitations.read(
		db
			.selectFrom('invitation')
			.selectAll()
			.where('survey_id', '=', surveyId)
			.where('sent_at', 'is not', null)
			.orderBy('id'),
	);
