import { findDepartments, findMembers, loadCalendars, type Department, type Member } from '../directory';
import type { Engine } from '../engine';
import { IcrmError, invalid } from '../errors';
import { queueBehind, type Queryable, type Trx } from '../store';
import { setTimers } from '../timeline';
import { addDuration, always, type Calendar } from '../working-time';
import { earlierInvitations, findSurveys, insertInvitations } from './repository';
import { INVITATION_TIMER } from './timer-kind';
import type { Invitation, LeftOut, Survey } from './types';

const DAY_MS = 24 * 60 * 60 * 1000;
/** What people are asked about, and who. */
export interface Asking {
	readonly surveyId: string;
	/** The department that is rated. */
	readonly departmentId: string;
	readonly memberIds: readonly string[];
	/** `milestone:<id>`, `request:<id>`: it asks a person once. */
	readonly occasion: string;
	readonly subject: string;
	/** When the occasion was, epoch ms. */
	readonly at: number;
	/** Nobody is asked more often than once in this many days, over all surveys. */
	readonly atMostOnceInDays: number;
}

export interface Invited {
	readonly invitations: readonly Invitation[];
	readonly leftOut: readonly LeftOut[];
}

export const inviteTogether = (engine: Engine, asking: Asking): Promise<Invited> =>
	engine.transaction((trx) => inviteIn(engine, trx, asking));

/**
 * Plans an invitation for each of these people, in their own working time and hours, and says who was left out and why:
 * asked too recently, asked about this already, gone, or a member of the department that is rated.
 * @throws IcrmError for an unknown survey, department or member
 */
export async function inviteIn(engine: Engine, trx: Trx, asking: Asking): Promise<Invited> {
	// Two occasions in the same moment must not both find that nobody was asked lately.
	await queueBehind(trx, 'survey.lock');
	const survey = (await findSurveys(trx, [asking.surveyId])).get(asking.surveyId);
	if (!survey) throw unknownSurvey(asking.surveyId);
	const people = await peopleOf(trx, asking);
	const calendars = await calendarsOf(trx, people);
	const since = asking.at - asking.atMostOnceInDays * DAY_MS;
	const earlier = await earlierInvitations(
		trx,
		people.map(({ id }) => id),
		since,
		asking,
	);
	const leftOut: LeftOut[] = [];
	const invitations: Invitation[] = [];
	for (const member of people) {
		const sendAt = sendingAt(survey, asking.at, calendarFor(survey, member, calendars));
		const out = reasonToLeaveOut(member, asking, earlier, sendAt);
		if (out) leftOut.push(out);
		else invitations.push(invitationOf(engine.newId(), survey, member, asking, sendAt));
	}
	await insertInvitations(trx, invitations);
	await setTimers(
		trx,
		invitations.map(({ id, sendAt }) => ({
			subject: id,
			kind: INVITATION_TIMER,
			dueAt: sendAt,
			revision: 0,
		})),
	);
	return { invitations, leftOut };
}

async function peopleOf(db: Queryable, { memberIds, departmentId }: Asking): Promise<Member[]> {
	const found = await findMembers(db, memberIds);
	const missing = memberIds.find((id) => !found.has(id));
	if (missing !== undefined)
		throw invalid(
			'members',
			missing,
			`There is no member '${missing}'`,
			'Choose one from the list, or add them first with ICRM Directory.',
		);
	const departments = await findDepartments(db, [departmentId]);
	if (!departments.has(departmentId))
		throw invalid(
			'departmentId',
			departmentId,
			`There is no department '${departmentId}'`,
			'Choose one from the list, or add it first with ICRM Directory.',
		);
	return [...new Set(memberIds)].flatMap((id) => found.get(id) ?? []);
}

/** Everybody's calendar is that of their department. */
export async function calendarsOf(
	db: Queryable,
	people: readonly Member[],
): Promise<(member: Member) => Calendar> {
	const departments: ReadonlyMap<string, Department> = await findDepartments(
		db,
		people.map((member) => member.departmentId),
	);
	const calendars = await loadCalendars(
		db,
		[...departments.values()].flatMap(({ calendarId }) => calendarId ?? []),
	);
	return (member) =>
		calendars.get(departments.get(member.departmentId)?.calendarId ?? '')?.calendar ?? always;
}

/** The calendar an invitation waits for. */
export const calendarFor = (
	survey: Survey,
	member: Member,
	calendars: (member: Member) => Calendar,
): Calendar => (survey.sendAt === 'anyTime' ? always : calendars(member));

/** In the recipient's working time after the occasion, and in their hours. */
function sendingAt(survey: Survey, at: number, calendar: Calendar): number {
	const delay =
		survey.delayDays > 0
			? ({ unit: 'days', days: survey.delayDays } as const)
			: ({ unit: 'ms', ms: survey.delayMs } as const);
	return inHours(addDuration(calendar, at, delay, { working: true }), calendar);
}

export const inHours = (at: number, calendar: Calendar): number =>
	calendar.isOpen(at) ? at : (calendar.nextOpening(at) ?? at);

function reasonToLeaveOut(
	member: Member,
	asking: Asking,
	earlier: readonly Invitation[],
	sendAt: number,
): LeftOut | undefined {
	const of = earlier.filter((invitation) => invitation.memberId === member.id);
	if (!member.active) return { memberId: member.id, why: 'inactive' };
	if (member.departmentId === asking.departmentId) return { memberId: member.id, why: 'ratesThemselves' };
	if (
		of.some(
			(invitation) => invitation.surveyId === asking.surveyId && invitation.occasion === asking.occasion,
		)
	)
		return { memberId: member.id, why: 'askedAlready' };
	const quietMs = asking.atMostOnceInDays * DAY_MS;
	const tooClose = of.filter((invitation) => Math.abs(sendAt - invitation.sendAt) < quietMs);
	if (tooClose.length === 0) return undefined;
	const until = Math.max(...tooClose.map((invitation) => invitation.sendAt)) + quietMs;
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

export const unknownSurvey = (id: string) =>
	new IcrmError('notFound', `There is no survey '${id}'`, {
		field: 'surveyId',
		value: id,
		hint: "Choose one from the list, or create it first with ICRM Survey, 'Survey: Create or Update'.",
	});
