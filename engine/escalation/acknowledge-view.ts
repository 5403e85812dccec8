import { findMembers, membersOf, readerZone, type Member } from '../directory';
import type { Engine } from '../engine';
import type { RunFields } from '../event';
import { languageOf, textsIn, type Language } from '../languages';
import { details, linkTo, type Html, type Row, type Rows } from '../pages';
import { pluck } from '../pluck';
import { metricName, shownDescription } from '../sla';
import type { Opened } from './links';
import { isTold, toldOf } from './notification-repository';
import { tellRuns } from './run-events';
import { OPEN, queryRuns } from './run-repository';
import type { Notification, Run } from './types';

export type Found = Extract<Opened, { ok: true }>;

/** What the page behind a notification's link shows, and what can be done there. */
export interface View {
	readonly language: Language;
	readonly details: Html;
	readonly opened: Found;
	/** Who was sent the link: who takes ownership by pressing its button. */
	readonly reader: string;
	readonly takenBy: string | undefined;
	readonly takenByReader: boolean;
	/**
	 * What is left for the reader, judged by the request as it stands and not by what the link was sent for: to decide; nothing,
	 * since somebody sees to it, or it was passed on to others; or nothing at all, as it is settled.
	 */
	readonly part: 'decides' | 'taken' | 'passedOn' | 'settled';
	/** Whether the request can be assigned to the reader: they belong to the department that holds it, and do not have it yet. */
	readonly mayAssign: boolean;
	/** To whom it can be handed over: those of that department, but for the reader and whoever has it. */
	readonly colleagues: readonly Pick<Member, 'id' | 'name'>[];
}

/** A list that a person can choose from. */
const MOST_COLLEAGUES = 500;
/** One for each policy that has ever been at work on a request. */
const MOST_RUNS = 100;

export async function viewOf(engine: Engine, opened: Found, timezone: string): Promise<View> {
	const { notification } = opened;
	return await engine.store.read(async (db) => {
		const runs = await queryRuns(db, { requestId: opened.run.requestId, limit: MOST_RUNS });
		const atWork = runs.filter(({ state }) => OPEN.includes(state));
		const taken = runs.find(({ state, nextAt }) => state === 'acknowledged' && nextAt !== undefined);
		const run = atWork[0] ?? taken ?? opened.run;
		const all = [...(await toldOf(db, pluck(atWork.length > 0 ? atWork : [run], 'id'))).values()].flat();
		const told = all.filter(isTold);
		const people = await findMembers(db, [
			notification.memberId,
			run.acknowledgedBy,
			run.notedBy,
			...pluck(told, 'memberId'),
		]);
		const reader = people.get(notification.memberId);
		const language = languageOf(reader?.locale);
		const zone = (await readerZone(db, notification.memberId)) ?? timezone;
		const story = (await tellRuns(db, [run])).get(run.id);
		const data = story?.data;
		const description = story && (await shownDescription(db, story.request));
		const nameOf = (id: string) => people.get(id)?.name ?? id;
		// A ticket of another system is assigned there: it would not hear of what is said here.
		const isOurs = data?.externalRef === null;
		const department = isOurs ? await membersOf(db, [data.departmentId]) : [];
		const isConcerned =
			notification.calledOffAt === undefined ||
			all.some(({ memberId, calledOffAt }) => memberId === reader?.id && calledOffAt === undefined);
		return {
			language,
			opened,
			reader: nameOf(notification.memberId),
			takenBy: run.acknowledgedBy === undefined ? undefined : nameOf(run.acknowledgedBy),
			takenByReader: run.acknowledgedBy === notification.memberId,
			part: atWork.length > 0 ? (isConcerned ? 'decides' : 'passedOn') : taken ? 'taken' : 'settled',
			mayAssign: isOurs && reader?.departmentId === data.departmentId && data.assigneeId !== reader.id,
			colleagues: department
				.filter(({ id }) => id !== reader?.id && id !== data?.assigneeId)
				.sort((a, b) => a.name.localeCompare(b.name, language))
				.slice(0, MOST_COLLEAGUES),
			details: details([
				...about(data, description, { language, zone }),
				...reached(run, told, { language, zone, nameOf }),
			]),
		};
	});
}

function about(
	data: RunFields | undefined,
	description: string | undefined,
	{ language, zone }: Pick<Shown, 'language' | 'zone'>,
): Rows {
	if (!data) return [];
	const { escalation, priorities, instant } = textsIn(language);
	const { labels, statuses } = escalation.page;
	return [
		[labels.request, data.title],
		[labels.description, description],
		[labels.reference, data.externalRef],
		[labels.ticket, linkTo(data.externalUrl)],
		[labels.service, data.serviceName],
		[labels.department, data.departmentName],
		[labels.priority, priorities[data.priority]],
		[labels.requester, contactOf(data)],
		...data.broken.map(({ metric, dueAt }, index): Row => {
			const promise = metricName(metric, language);
			const label = index === 0 ? labels.due : escalation.mail.labels.alsoBroken;
			const { told } = escalation.mail;
			return [label, dueAt === null ? promise : told(promise, instant(Date.parse(dueAt), zone))];
		}),
		[labels.status, statuses[data.status]],
		[labels.assignee, data.assigneeName ?? escalation.mail.nobody],
	];
}

interface Shown {
	readonly language: Language;
	readonly zone: string;
	readonly nameOf: (memberId: string) => string;
}

/** How far the escalation got: who was notified, and what somebody wrote. */
function reached(run: Run, told: readonly Notification[], { language, zone, nameOf }: Shown): Rows {
	const { escalation, instant, colon } = textsIn(language);
	const { labels } = escalation.page;
	const people = told.map((one) => escalation.mail.told(nameOf(one.memberId), instant(one.createdAt, zone)));
	const noted = run.notedBy === undefined ? '' : nameOf(run.notedBy) + colon;
	return [
		[labels.told, people.join('\n') || undefined],
		[labels.note, run.note === undefined ? undefined : noted + run.note],
	];
}

/** Whoever asked, with the address at which they are reached. */
const contactOf = ({ requesterName, requesterEmail }: RunFields): string | undefined =>
	[requesterName, requesterEmail].filter(Boolean).join(', ') || undefined;
