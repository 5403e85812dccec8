import { findDepartments, findMembers, type Department, type Member } from '../directory';
import type { Engine } from '../engine';
import type { Trx } from '../store';
import { eventOf, type EventType, type TimelineEvent } from '../event';
import { appendEvents, setTimers, whoListens, type TimerHandler } from '../timeline';
import { describeInvitation } from './describe-invitation';
import { lockInvitations, saveInvitations } from './invitation-repository';
import { inHours, memberHours } from './member-hours';
import { markAsked, surveyVersions, versionOf } from './survey-repository';
import { INVITATION_TIMER } from './timer-kind';
import type { Invitation, Survey } from './types';
import { pluck } from '../pluck';

/** The event types of this capability, for the trigger's list. */
export const SURVEY_EVENTS = [
	'survey.invite',
	'survey.remind',
	'survey.response',
	'survey.lowScore',
] as const satisfies readonly EventType[];

/** An invitation has its turn: to be sent, to be followed by one reminder, to expire. */
export const invitationTimers: TimerHandler = {
	kind: INVITATION_TIMER,
	lock: async (trx, ids) => (await lockInvitations(trx, ids, 'skip')).map(({ id }) => id),
	async fire(engine, trx, timers) {
		const invitations = await lockInvitations(trx, pluck(timers, 'subject'), 'wait');
		const surveys = await surveyVersions(trx, invitations);
		const people = await findMembers(trx, pluck(invitations, 'memberId'));
		const departments = await findDepartments(
			trx,
			invitations.flatMap(({ departmentId, customerDepartmentId }) => [departmentId, customerDepartmentId]),
		);
		const hours = await memberHours(trx, [...people.values()]);
		const isHeard = await whoListens(trx, engine.now());
		const turns = invitations.flatMap((invitation): Turn[] => {
			const survey = surveys.get(versionOf(invitation));
			const member = people.get(invitation.memberId);
			if (!survey || !member) return [];
			return [
				nextTurn(invitation, {
					survey,
					member,
					departments,
					openAt: inHours(engine.now(), hours(survey, member)),
					now: engine.now(),
					heard: isHeard({ type: 'survey.invite', departmentId: invitation.departmentId }),
				}),
			];
		});
		await write(engine, trx, turns);
	},
};

interface Turn {
	readonly invitation: Invitation;
	readonly timerAt?: number;
	readonly event?: TimelineEvent;
}

/** What is looked up about an invitation before its turn. */
interface Lookup {
	readonly survey: Survey;
	readonly member: Member;
	readonly departments: ReadonlyMap<string, Department>;
	/** The present, or when the recipient's hours begin. */
	readonly openAt: number;
	readonly now: number;
	/** Whether a workflow is there that would send an invitation. */
	readonly heard: boolean;
}

function nextTurn(invitation: Invitation, lookup: Lookup): Turn {
	const { survey, member, openAt, now, heard } = lookup;
	const { state } = invitation;
	if (state === 'answered' || state === 'expired') return { invitation };
	// Somebody who has left is not asked any more.
	if (!member.active || (invitation.expiresAt !== undefined && now >= invitation.expiresAt))
		return { invitation: { ...invitation, state: 'expired' } };
	// Nobody would send it: it waits for a workflow, which wakes it (`sendWaiting`), though not for ever.
	if (state === 'planned' && !heard) {
		const giveUpAt = invitation.sendAt + survey.expiresAfterMs + 1;
		return now >= giveUpAt
			? { invitation: { ...invitation, state: 'expired' } }
			: { invitation, timerAt: giveUpAt };
	}
	// Late, after an outage: still never in the middle of their night.
	if (state !== 'reminded' && openAt > now) return { invitation, timerAt: openAt };
	if (state === 'planned') {
		const expiresAt = now + survey.expiresAfterMs;
		const sent: Invitation = { ...invitation, state: 'sent', sentAt: now, expiresAt };
		const remindAt =
			survey.remindAfterMs === undefined ? expiresAt : Math.min(now + survey.remindAfterMs, expiresAt);
		return { invitation: sent, timerAt: remindAt, event: invitationEvent(sent, 'survey.invite', lookup) };
	}
	if (state === 'sent') {
		const reminded: Invitation = { ...invitation, state: 'reminded' };
		return {
			invitation: reminded,
			timerAt: invitation.expiresAt ?? now,
			event: invitationEvent(reminded, 'survey.remind', lookup),
		};
	}
	return { invitation, timerAt: invitation.expiresAt ?? now };
}

async function write(engine: Engine, trx: Trx, turns: readonly Turn[]): Promise<void> {
	await saveInvitations(trx, pluck(turns, 'invitation'));
	const timers = turns.flatMap(({ invitation, timerAt }) =>
		timerAt === undefined
			? []
			: [
					{
						subject: invitation.id,
						kind: INVITATION_TIMER,
						dueAt: timerAt,
						revision: 0,
						lane: invitation.departmentId,
					},
				],
	);
	await setTimers(trx, timers);
	const events = turns.flatMap(({ event }) => event ?? []);
	await markAsked(
		trx,
		turns.flatMap(({ invitation, event }) => (event?.type === 'survey.invite' ? [invitation.surveyId] : [])),
	);
	await appendEvents(engine, trx, events);
}

function invitationEvent(
	invitation: Invitation,
	type: 'survey.invite' | 'survey.remind',
	{ survey, member, departments, now }: Lookup,
): TimelineEvent {
	const id = `${invitation.id}:${type === 'survey.invite' ? 'invite' : 'remind'}`;
	return eventOf(
		type,
		{ id, subject: invitation.id, departmentId: invitation.departmentId, at: now },
		{
			...describeInvitation(invitation, survey, departments),
			memberId: member.id,
			memberName: member.name,
			memberEmail: member.email,
			memberLocale: member.locale,
		},
	);
}
