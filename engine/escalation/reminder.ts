import { readerZone } from '../directory';
import type { Engine } from '../engine';
import type { EventData } from '../event';
import { languageOf, textsIn } from '../languages';
import { composeParts, paragraph, table, type Mail } from '../pages';
import { findRequests, metricName, shownDescription } from '../sla';
import { requestRows } from './channels/request-rows';
import { explainWhy } from './explain-why';
import { peopleAround } from './people-around';
import { lookupAt } from './steps';
import { whoToTell } from './who-to-tell';

/** A warning's addressee and mail, as a workflow gets them; nulls where nobody is found. */
export interface Reminder {
	readonly memberId: string | null;
	readonly memberName: string | null;
	readonly memberEmail: string | null;
	/** BCP 47. */
	readonly memberLocale: string | null;
	readonly mail: Mail | null;
}

/**
 * Whom a warning reminds: whoever has the request, or stands in for them; without anybody, the head of the department that
 * holds it. With the mail in their language and their time zone.
 *
 * @param timezone for somebody whose department has no calendar
 */
export const reminderOf = (
	engine: Engine,
	data: EventData['clock.warning'],
	timezone: string,
): Promise<Reminder> =>
	engine.store.read(async (db) => {
		const now = engine.now();
		const request = { assigneeId: data.assigneeId ?? undefined, departmentId: data.departmentId };
		const around = { members: [request.assigneeId], departments: [request.departmentId] };
		const people = await peopleAround(db, around, now, now);
		const lookup = lookupAt({ policy: { levels: [], repeat: 0 }, request, people }, 0, now);
		const [told] = whoToTell([{ kind: 'assignee' }], lookup);
		const member = people.members.get(told?.memberId ?? '');
		if (!told || !member)
			return { memberId: null, memberName: null, memberEmail: null, memberLocale: null, mail: null };
		const [asked] = await findRequests(db, [data.requestId], 'id');
		const description = asked && (await shownDescription(db, asked));
		const zone = (await readerZone(db, member.id)) ?? timezone;
		return {
			memberId: member.id,
			memberName: member.name,
			memberEmail: member.email,
			memberLocale: member.locale,
			mail: mailTo(member, explainWhy(told.why, people, member.locale), data, { zone, description }),
		};
	});

function mailTo(
	{ name, locale }: { readonly name: string; readonly locale: string },
	why: string,
	data: EventData['clock.warning'],
	{ zone, description }: { readonly zone: string; readonly description: string | undefined },
): Mail {
	const language = languageOf(locale);
	const { escalation, greeting, instant } = textsIn(language);
	const { subject, lead, due } = escalation.reminder;
	const promise = metricName(data.metric, language);
	const dueAt = data.dueAt === null ? undefined : instant(Date.parse(data.dueAt), zone);
	return composeParts(language, subject(data.title, promise), [
		paragraph(greeting(name)),
		paragraph(lead(promise, data.percent)),
		table([...requestRows(data, language, description), [due, dueAt ?? null]], language),
		paragraph(why),
	]);
}
