import { membersOf, oneIn, references, type Member } from '../directory';
import type { Engine } from '../engine';
import { queueBehind, type Queryable, type Trx } from '../store';
import { setTimers } from '../timeline';
import { earlierInvitations, insertInvitations } from './invitation-repository';
import { memberHours, sendingAt } from './member-hours';
import { surveyRepository } from './survey-repository';
import { INVITATION_TIMER } from './timer-kind';
import type { Invitation, LeftOut, Survey } from './types';
import { pluck } from '../pluck';

const DAY_MS = 24 * 60 * 60 * 1000;

/** What people are asked about. */
export interface Asking {
	readonly surveyId: string;
	/** The department that is rated. */
	readonly departmentId: string;
	/** `milestone:<id>`, `request:<id>`: it asks a person once. */
	readonly occasion: string;
	readonly subject: string;
	/** When the occasion was, epoch ms. */
	readonly at: number;
	/** Nobody is asked more often than once in this many days, over all surveys. */
	readonly atMostOnceInDays: number;
}

/** Who is asked: some people, by id or by e-mail address, or everybody of a department. */
export type Recipients = { readonly members: readonly string[] } | { readonly departmentId: string };

export interface Invited {
	readonly invitations: readonly Invitation[];
	readonly leftOut: readonly LeftOut[];
}

/**
 * Asks people by hand, see `inviteIn`.
 *
 * @example
 * await inviteTogether(engine, { surveyId: 'nps', departmentId: 'it', recipients: { members: ['ann@acme.example'] }, … })
 * @throws IcrmError `notFound` for an unknown survey, department or member
 */
export const inviteTogether = (
	engine: Engine,
	asking: Asking & { readonly recipients: Recipients },
): Promise<Invited> =>
	engine.transaction(async (trx) =>
		inviteIn(engine, trx, asking, await recipientsOf(trx, asking.departmentId, asking.recipients)),
	);

async function recipientsOf(
	db: Queryable,
	departmentId: string,
	recipients: Recipients,
): Promise<readonly Member[]> {
	if ('members' in recipients) {
		const named = await references(db, { departments: [departmentId], members: recipients.members });
		named.department('departmentId', departmentId);
		const people = recipients.members.map((key) => named.member('members', key));
		// Somebody may be named twice, once by id and once by address.
		return [...new Map(people.map((member) => [member.id, member])).values()];
	}
	const named = await references(db, { departments: [departmentId, recipients.departmentId] });
	named.department('departmentId', departmentId);
	return await membersOf(db, [named.department('customerDepartmentId', recipients.departmentId).id]);
}

/**
 * Plans an invitation for each of these people, in their own working time and hours, and says who was left out and why:
 * asked too recently, asked about this already, gone, or a member of the department that is rated.
 * @throws IcrmError `notFound` for an unknown survey
 */
export async function inviteIn(
	engine: Engine,
	trx: Trx,
	asking: Asking,
	people: readonly Member[],
): Promise<Invited> {
	// Two occasions in the same moment must not both find that nobody was asked lately.
	await queueBehind(trx, 'survey.lock');
	const survey = await oneIn(trx, 'survey', 'surveyId', asking.surveyId, surveyRepository.find);
	const hours = await memberHours(trx, people);
	const since = asking.at - asking.atMostOnceInDays * DAY_MS;
	const ids = pluck(people, 'id');
	const earlier = Map.groupBy(await earlierInvitations(trx, ids, since, asking), ({ memberId }) => memberId);
	const leftOut: LeftOut[] = [];
	const invitations: Invitation[] = [];
	for (const member of people) {
		const sendAt = sendingAt(survey, asking.at, hours(survey, member));
		const out = reasonToLeaveOut(member, asking, earlier.get(member.id) ?? [], sendAt);
		if (out) leftOut.push(out);
		else invitations.push(invitationOf(engine.newId(), survey, member, asking, sendAt));
	}
	await insertInvitations(trx, invitations);
	await setTimers(
		trx,
		invitations.map(({ id, sendAt, departmentId }) => ({
			lane: departmentId,
			subject: id,
			kind: INVITATION_TIMER,
			dueAt: sendAt,
			revision: 0,
		})),
	);
	return { invitations, leftOut };
}

/** @param earlier this member's invitations */
function reasonToLeaveOut(
	member: Member,
	{ surveyId, departmentId, occasion, atMostOnceInDays }: Asking,
	earlier: readonly Invitation[],
	sendAt: number,
): LeftOut | undefined {
	if (!member.active) return { memberId: member.id, why: 'inactive' };
	if (member.departmentId === departmentId) return { memberId: member.id, why: 'ratesThemselves' };
	if (earlier.some((invitation) => invitation.surveyId === surveyId && invitation.occasion === occasion))
		return { memberId: member.id, why: 'askedAlready' };
	const quietMs = atMostOnceInDays * DAY_MS;
	const tooClose = earlier.filter((invitation) => Math.abs(sendAt - invitation.sendAt) < quietMs);
	if (tooClose.length === 0) return undefined;
	const until = Math.max(...pluck(tooClose, 'sendAt')) + quietMs;
	return { memberId: member.id, why: 'askedRecently', until: new Date(until).toISOString() };
}

const invitationOf = (
	id: string,
	survey: Survey,
	member: Member,
	asking: Asking,
	sendAt: number,
): Invitation => ({
	id,
	surveyId: survey.id,
	surveyVersion: survey.version,
	memberId: member.id,
	departmentId: asking.departmentId,
	customerDepartmentId: member.departmentId,
	occasion: asking.occasion,
	subject: asking.subject,
	state: 'planned',
	sendAt,
	sentAt: undefined,
	expiresAt: undefined,
});
