import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import {
	openRequests,
	reachMilestones,
	recordFacts,
	saveMembers,
	saveSurveys,
	unwrap,
} from '../../../engine';
import { linkIn, mailTo } from '../plays/arrivals';
import type { Stage } from '../stage';
import type { Folders } from './folders';
import { Looks, type Place } from './looks';
import { openManyRequests, takeSummaries } from './summary-pictures';
import type { ReceivedMail } from '../systems/mail-server';

/** Locales of the languages that are shipped. English comes last: the sample people keep it. */
const LANGUAGES = ['zh-CN', 'de', 'en'] as const;
const HEAD = { id: 'jonas', email: 'jonas.brandt@acme.example' };
const ASKED = { id: 'luca', email: 'luca.ferri@acme.example' };
/** To whom a request is handed over, with what word. */
const COLLEAGUE = 'tom';
const NOTE = 'I am at the dentist until noon. The laptop is on the shelf behind you.';
/** Every picture of a mail or a page, in every language. */
const SURVEY = {
	id: 'pictures',
	name: 'After a project milestone',
	scale: 'csat',
	title: { en: 'How was “{subject}”?', zh: '“{subject}”做得怎么样？', de: 'Wie war „{subject}“?' },
	question: {
		en: 'How satisfied are you with what {department} did?',
		zh: '您对{department}的工作满意吗？',
		de: 'Wie zufrieden sind Sie mit der Arbeit der Abteilung {department}?',
	},
	comment: {
		en: 'What should be different next time?',
		zh: '下次还有哪些可以改进？',
		de: 'Was sollte beim nächsten Mal anders sein?',
	},
	anonymity: 'identified',
	delay: '1 s',
	remindAfter: '5 s',
	sendAt: 'anyTime',
	lowAt: 2,
};

/** Those that the docs show, and what they are called there. */
const QUOTED: Readonly<Record<string, string>> = {
	'en-page-acknowledge': 'acknowledge-page',
	'en-page-survey': 'survey-page',
	'zh-CN-page-survey-phone': 'survey-page-360-zh',
};

/** Lets every mail and page of the pack come about on the stage, in every language, and takes their pictures. */
export async function takeMailsAndPages(stage: Stage, browser: Browser, folders: Folders): Promise<void> {
	const place: Place = (language, what) => {
		const name = `${language}-${what}`;
		const quoted = QUOTED[name];
		return quoted ? join(folders.quoted, `${quoted}.png`) : join(folders.looked, `${name}.png`);
	};
	unwrap((await saveSurveys(stage.engine, [SURVEY]))[0]);
	const since = Date.now();
	await openManyRequests(stage);
	for (const language of LANGUAGES) {
		for (const { id } of [HEAD, ASKED])
			unwrap((await saveMembers(stage.engine, [{ id, locale: language }]))[0]);
		const looks = await Looks.open(browser, language, place);
		await escalation(stage, looks);
		await survey(stage, looks);
		await looks.close();
	}
	await takeSummaries(stage, browser, place, since);
}

const send = (page: Page): Promise<void> => page.getByRole('button').last().click();
const seeToIt = (page: Page): Promise<void> => page.locator('button[value="see"]').click();
async function handOver(page: Page): Promise<void> {
	await page.getByRole('textbox').fill(NOTE);
	await page.getByRole('combobox').selectOption(COLLEAGUE);
	await page.locator('button[value="handOver"]').click();
}

/** The mail of a level, and not the reminder before it. */
const levelMail = (stage: Stage, since: number, title: string): Promise<ReceivedMail> =>
	stage.mail.waitFor(
		({ to, subject, receivedAt }) =>
			to.includes(HEAD.email) &&
			subject.includes(title) &&
			/\d\/\d/.test(subject) &&
			receivedAt.getTime() >= since,
		{ timeoutMs: 60_000, what: `the mail of a level about '${title}'` },
	);

/** A breach, its mail and page; ownership; and a second one whose request is resolved before anybody takes it. */
async function escalation(stage: Stage, looks: Looks): Promise<void> {
	const { language } = looks;
	const since = Date.now();
	const ask = (title: string) => ({
		title,
		description: 'She starts on Monday and works from Lyon.\nPlease send it to the office there.',
		serviceId: 'try-it-out',
		requester: ASKED.email,
		priority: 'high',
		externalRef: `HELP-${since}-${title.length}`,
		externalUrl: `https://desk.acme.example/tickets/${title.length}`,
	});
	const opened = await openRequests(stage.engine, [
		// Of no other system, so that the page offers to assign it.
		{ ...ask('Laptop for the new colleague'), externalRef: undefined },
		ask('Access to the printer'),
	]);
	const [, second] = opened.map((outcome) => unwrap(outcome));
	if (!second) throw new Error('One request was opened instead of two');
	await looks.mail('mail-reminder', await mailTo(stage, HEAD.email, since, 'Laptop for the new colleague'));
	const mail = await levelMail(stage, since, 'Laptop for the new colleague');
	await levelMail(stage, since, 'Access to the printer');
	await looks.mail('mail-escalation', mail);
	const link = linkIn(mail);
	await looks.page('page-acknowledge', link);
	await looks.page('page-hand-over-to-nobody', link, send);
	await looks.page('page-handed-over', link, handOver);
	await looks.page('page-acknowledged', link, seeToIt);
	await looks.page('page-acknowledged-before', link);
	await looks.page('page-forged-link', `${link.slice(0, -4)}AAAA`);
	const resolvedAt = Date.now();
	unwrap((await recordFacts(stage.engine, [{ request: second.requestId, fact: { kind: 'resolved' } }]))[0]);
	await looks.mail(
		'mail-escalation-ended',
		await mailTo(stage, HEAD.email, resolvedAt, 'Access to the printer'),
	);
	console.log(`${language}: escalation`);
}

/** An invitation, a reminder, an answer with a low rating, and the mail about it. */
async function survey(stage: Stage, looks: Looks): Promise<void> {
	const since = Date.now();
	const milestone = { name: 'New laptops', departmentId: 'it', customerDepartmentIds: ['hr'] };
	unwrap(
		(await reachMilestones(stage.engine, [{ milestone, surveyId: 'pictures', atMostOnceInDays: 0 }]))[0],
	);
	const invitation = await mailTo(stage, ASKED.email, since, 'New laptops');
	await looks.mail('mail-survey', invitation);
	const invitedAt = invitation.receivedAt.getTime() + 1;
	const reminder = await mailTo(stage, ASKED.email, invitedAt, 'New laptops');
	await looks.mail('mail-survey-reminder', reminder);
	const link = linkIn(reminder);
	await looks.page('page-survey', `${link}&rating=4`);
	const answeredAt = Date.now();
	await looks.page('page-survey-answered', `${link}&rating=1`, send);
	await looks.mail('mail-low-score', await mailTo(stage, HEAD.email, answeredAt, 'New laptops'));
	console.log(`${looks.language}: survey`);
}
