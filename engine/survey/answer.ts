import { randomBytes } from 'node:crypto';
import { findDepartments, findMembers } from '../directory';
import type { Engine } from '../engine';
import { linkSecret, makeToken, readToken, sign, type Problem } from '../pages';
import type { Queryable, Trx } from '../store';
import { eventOf, type TimelineEvent } from '../event';
import { appendEvents, cancelTimers } from '../timeline';
import { describeInvitation } from './describe-invitation';
import { findInvitation, lockInvitations, saveInvitations } from './invitation-repository';
import { blendAnswers, findResponse, findResponseOf, saveResponse } from './response-repository';
import { surveyVersions, versionOf } from './survey-repository';
import type { Invitation, Response, Survey } from './types';
import { weekOf } from './week';

/** A link outlives the survey it leads to, so that the page can say that it has closed. */
const LINK_LIFE_MS = 400 * 24 * 60 * 60 * 1000;

/**
 * The query of the link in an invitation or a reminder: `token=…`. The token carries a key made for this mail alone and kept
 * nowhere: an anonymous answer is filed under that key, so nothing in the store leads from the person to the answer, and yet
 * the answer can be changed by whoever has the mail.
 */
export async function answerQuery(engine: Engine, invitationId: string): Promise<string> {
	const subject = `${invitationId} ${randomBytes(18).toString('base64url')}`;
	const token = makeToken(await linkSecret(engine), {
		purpose: 'answer',
		subject,
		expiresAt: engine.now() + LINK_LIFE_MS,
	});
	return `token=${token}`;
}

export interface OpenedAnswer {
	readonly ok: true;
	readonly invitation: Invitation;
	readonly survey: Survey;
	/** What the person is shown: names instead of ids. */
	readonly names: { readonly member: string; readonly department: string; readonly locale: string };
	/** The answer given before, to be shown again. Never an anonymous one: a link is seen by more than one pair of eyes. */
	readonly given: Response | undefined;
	/** Whether this link has given an answer, which it can change. */
	readonly isAnswered: boolean;
	/** `answered`: through another link of an anonymous survey, which only that link can change. */
	readonly closed: 'expired' | 'answered' | undefined;
	/** The id an anonymous answer is filed under. */
	readonly anonymousId: string;
}

/** What a link's token leads to. Reading it changes nothing. */
export async function openAnswer(
	engine: Engine,
	token: string,
): Promise<OpenedAnswer | { readonly ok: false; readonly why: Problem }> {
	const secret = await linkSecret(engine);
	const reading = readToken(secret, 'answer', token, engine.now());
	if (!reading.ok) return reading;
	const [invitationId = '', key = ''] = reading.token.subject.split(' ');
	const anonymousId = sign(secret, 'anonymous answer', key);
	return await engine.store.read(async (db) => {
		const invitation = await findInvitation(db, invitationId);
		if (!invitation) return { ok: false, why: 'gone' };
		const survey = await surveyOf(db, invitation);
		const before = await givenBefore(db, survey, invitation, anonymousId);
		const member = (await findMembers(db, [invitation.memberId])).get(invitation.memberId);
		const department = (await findDepartments(db, [invitation.departmentId])).get(invitation.departmentId);
		const names = {
			member: member?.name ?? '',
			department: department?.name ?? invitation.departmentId,
			locale: member?.locale ?? 'en',
		};
		return {
			ok: true,
			invitation,
			survey,
			names,
			given: survey.anonymity === 'identified' ? before : undefined,
			isAnswered: before !== undefined,
			closed: closedFor(invitation, before, engine.now()),
			anonymousId,
		};
	});
}

export interface Answer {
	readonly rating: number;
	readonly comment: string | undefined;
}

/** Takes the answer, or says that the survey has closed meanwhile. Until it expires an answer can be given anew. */
export async function giveAnswer(
	engine: Engine,
	opened: OpenedAnswer,
	answer: Answer,
): Promise<'taken' | 'expired' | 'answered'> {
	const { survey, anonymousId } = opened;
	return await engine.transaction(async (trx) => {
		const [invitation] = await lockInvitations(trx, [opened.invitation.id], 'wait');
		if (!invitation) return 'expired';
		const before = await givenBefore(trx, survey, invitation, anonymousId);
		const closed = closedFor(invitation, before, engine.now());
		if (closed) return closed;
		// A page sent twice is one answer.
		if (before?.rating === answer.rating && before.comment === answer.comment) return 'taken';
		const identified = survey.anonymity === 'identified';
		const response: Response = {
			id: before?.id ?? (identified ? engine.newId() : anonymousId),
			surveyId: survey.id,
			surveyVersion: survey.version,
			departmentId: invitation.departmentId,
			customerDepartmentId: invitation.customerDepartmentId,
			week: before?.week ?? weekOf(engine.now()),
			rating: answer.rating,
			comment: answer.comment,
			invitationId: identified ? invitation.id : undefined,
		};
		await saveResponse(trx, response);
		await saveInvitations(trx, [{ ...invitation, state: 'answered' }]);
		await cancelTimers(trx, [invitation.id]);
		if (identified)
			await appendEvents(
				engine,
				trx,
				await answerEvents(engine, trx, { survey, invitation, response, before }),
			);
		else await blendAnswers(trx, survey.id);
		return 'taken';
	});
}

async function surveyOf(db: Queryable, invitation: Invitation): Promise<Survey> {
	const survey = (await surveyVersions(db, [invitation])).get(versionOf(invitation));
	if (!survey) throw new Error(`survey ${invitation.surveyId} has no version ${invitation.surveyVersion}`);
	return survey;
}

const givenBefore = (
	db: Queryable,
	survey: Survey,
	invitation: Invitation,
	anonymousId: string,
): Promise<Response | undefined> =>
	survey.anonymity === 'identified' ? findResponseOf(db, invitation.id) : findResponse(db, anonymousId);

function closedFor(invitation: Invitation, given: Response | undefined, now: number): OpenedAnswer['closed'] {
	if (invitation.state === 'expired' || (invitation.expiresAt !== undefined && now >= invitation.expiresAt))
		return 'expired';
	return invitation.state === 'answered' && !given ? 'answered' : undefined;
}

/** Only identified answers make events: one about an anonymous answer would give away when it was given. */
async function answerEvents(
	engine: Engine,
	trx: Trx,
	{
		survey,
		invitation,
		response,
		before,
	}: { survey: Survey; invitation: Invitation; response: Response; before: Response | undefined },
): Promise<TimelineEvent[]> {
	const departments = await findDepartments(trx, [invitation.departmentId, invitation.customerDepartmentId]);
	const headId = departments.get(invitation.departmentId)?.headId;
	const people = await findMembers(trx, [invitation.memberId, ...(headId === undefined ? [] : [headId])]);
	const member = people.get(invitation.memberId);
	const head = headId === undefined ? undefined : people.get(headId);
	const event = (id: string, type: 'survey.response' | 'survey.lowScore'): TimelineEvent =>
		eventOf(
			type,
			{ id, subject: invitation.id, departmentId: invitation.departmentId, at: engine.now() },
			{
				...describeInvitation(invitation, survey, departments),
				memberId: invitation.memberId,
				memberName: member?.name ?? null,
				memberEmail: member?.email ?? null,
				rating: response.rating,
				comment: response.comment ?? null,
				changed: before !== undefined,
				headId: headId ?? null,
				headName: head?.name ?? null,
				headEmail: head?.email ?? null,
				headLocale: head?.locale ?? 'en',
			},
		);
	const isLow = response.rating <= survey.lowAt;
	const wasLow = before !== undefined && before.rating <= survey.lowAt;
	return [
		event(`${invitation.id}:response:${engine.newId()}`, 'survey.response'),
		...(isLow && !wasLow ? [event(`${invitation.id}:low:${engine.newId()}`, 'survey.lowScore')] : []),
	];
}
