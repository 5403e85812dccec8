import { findDepartments } from '../directory';
import type { Engine } from '../engine';
import { IcrmError } from '../errors';
import type { EventData } from '../event';
import { languageOf, textsIn } from '../languages';
import { button, choices, composeParts, emphasis, html, paragraph, table, type Mail } from '../pages';
import { findRequests, namesFor } from '../sla';
import type { Queryable } from '../store';
import { findInvitation } from './invitation-repository';
import { surveyVersions, versionOf } from './survey-repository';
import { phrasesFor } from './phrases';
import { promiseOf } from './promise';
import { RANGES, type Invitation, type Survey } from './types';

/** The fields of a `survey.invite` or `survey.remind` event that the mail needs. */
export type InviteData = Pick<
	EventData['survey.invite'],
	'invitationId' | 'memberName' | 'memberLocale' | 'departmentName' | 'subject' | 'expiresAt'
>;

/** What `{department}`, `{service}` and `{subject}` in a survey's texts stand for. */
export type Words = Readonly<Record<'department' | 'service' | 'subject', string>>;

/** A milestone has no service: the department that reached it stands for it. */
export async function wordsFor(
	db: Queryable,
	{ occasion, departmentId, subject }: Invitation,
): Promise<Words> {
	const department = (await findDepartments(db, [departmentId])).get(departmentId)?.name ?? departmentId;
	const requestId = occasion.startsWith('request:') ? occasion.slice('request:'.length) : undefined;
	const request = requestId === undefined ? undefined : (await findRequests(db, [requestId], 'id'))[0];
	const service = request && (await namesFor(db, [request])).services.get(request.serviceId)?.name;
	return { department, subject, service: service ?? department };
}

/**
 * The mail that goes with a `survey.invite` or `survey.remind` event, about the survey as it stood when it asked.
 * @throws IcrmError `notFound` if the invitation is gone
 */
export async function surveyMailFor(
	engine: Engine,
	data: InviteData,
	answerUrl: string,
	kind: 'invite' | 'remind',
	timezone: string,
): Promise<Mail> {
	return await engine.store.read(async (db) => {
		const invitation = await findInvitation(db, data.invitationId);
		const survey = invitation && (await surveyVersions(db, [invitation])).get(versionOf(invitation));
		if (!survey)
			throw new IcrmError('notFound', `There is no invitation '${data.invitationId}' any more`, {
				field: 'invitationId',
				value: data.invitationId,
				hint: 'It was removed after the event was written. There is nobody to be asked.',
			});
		return composeSurveyMail(
			{ survey, data, words: await wordsFor(db, invitation) },
			answerUrl,
			kind,
			timezone,
		);
	});
}

/**
 * The mail that asks somebody, in their language: the question, a link for every number, what is promised and until when.
 * A number's link opens the page with that number chosen; only sending the page answers.
 *
 * @param answerUrl the page's address with its query, `…?token=…`
 */
export function composeSurveyMail(
	asked: { readonly survey: Survey; readonly data: InviteData; readonly words: Words },
	answerUrl: string,
	kind: 'invite' | 'remind',
	timezone: string,
): Mail {
	const { survey, data, words } = asked;
	const language = languageOf(data.memberLocale);
	const { survey: texts, greeting, instant } = textsIn(language);
	const { fill, end } = phrasesFor(data.memberLocale, words);
	const { least, most } = RANGES[survey.scale];
	const [worst, best] = [end(least, survey.least), end(most, survey.most)];
	const numbers = Array.from({ length: most - least + 1 }, (_, index) => String(least + index));
	const isAgain = kind === 'remind';
	const reminder = texts.mail[survey.anonymity === 'anonymous' ? 'reminderAnonymous' : 'reminder'];
	return composeParts(language, texts.mail[isAgain ? 'subjectAgain' : 'subject'](fill(survey.title).text), [
		paragraph(greeting(data.memberName)),
		paragraph(isAgain ? reminder : texts.mail.lead),
		table(
			[
				[texts.labels.department, words.department],
				[texts.labels.subject, data.subject],
			],
			language,
		),
		emphasis(fill(survey.question)),
		choices(
			{ text: `${worst.text} · ${best.text}`, html: html`${worst.html} · ${best.html}` },
			numbers.map((label) => ({ label, url: `${answerUrl}&rating=${label}` })),
		),
		button(texts.mail.ask, texts.mail.button, answerUrl),
		paragraph(promiseOf(survey, words.department, language)),
		...(data.expiresAt === null
			? []
			: [paragraph(texts.mail.until(instant(Date.parse(data.expiresAt), timezone)))]),
		paragraph(texts.mail.keep),
	]);
}

/** The fields of a `survey.lowScore` event that the mail needs. */
export type LowScoreData = Pick<
	EventData['survey.lowScore'],
	| 'anonymity'
	| 'surveyName'
	| 'scale'
	| 'subject'
	| 'departmentName'
	| 'rating'
	| 'comment'
	| 'memberName'
	| 'memberEmail'
	| 'headName'
	| 'headLocale'
	| 'expiresAt'
>;

/**
 * The mail to the head of a department whose work was rated low: by whom, why, and how to follow up.
 * @throws Error for an anonymous survey: nobody learns who gave such an answer, or that it was given
 */
export function composeLowScoreMail(data: LowScoreData, timezone: string): Mail {
	if (data.anonymity === 'anonymous') throw new Error('an anonymous answer is never told of');
	const language = languageOf(data.headLocale);
	const { survey, greeting, greetingUnnamed, instant } = textsIn(language);
	const { labels, rating, someone, low } = survey;
	const { least, most } = RANGES[data.scale];
	const name = data.memberName ?? someone;
	return composeParts(language, low.subject(data.subject, data.rating, name), [
		paragraph(data.headName ? greeting(data.headName) : greetingUnnamed),
		paragraph(low.lead(data.departmentName, name)),
		table(
			[
				[labels.subject, data.subject],
				[labels.survey, data.surveyName],
				[labels.rating, rating(data.rating, least, most)],
				[labels.comment, data.comment],
				[labels.colleague, data.memberName],
				[labels.email, data.memberEmail],
			],
			language,
		),
		paragraph(low.followUp),
		...(data.expiresAt === null
			? []
			: [paragraph(low.until(name, instant(Date.parse(data.expiresAt), timezone)))]),
	]);
}
