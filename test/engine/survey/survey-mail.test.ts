import { importCompany } from '../../../engine/directory';
import { unwrap } from '../../../engine/outcome';
import { openRequests } from '../../../engine/sla';
import { insertInvitations } from '../../../engine/survey/invitation-repository';
import {
	composeLowScoreMail,
	composeSurveyMail,
	surveyMailFor,
	type InviteData,
	type LowScoreData,
} from '../../../engine/survey/survey-mail';
import { onBothDatabases } from '../../support/harness';
import { saveSurvey } from './survey-story';
import { ANONYMOUS, IDENTIFIED, IN_MANY_LANGUAGES, PEOPLE } from './surveys';

const URL = 'https://n8n.acme.example/webhook/1f/answer?token=abc.def';
const WORDS = { department: 'IT', service: 'New laptop', subject: 'CRM go-live' };
const DATA: InviteData = {
	invitationId: 'inv-1',
	memberName: 'Eva',
	memberLocale: 'en',
	departmentName: 'IT',
	subject: 'CRM go-live',
	expiresAt: '2026-03-16T09:00:00.000Z',
};

const mailOf = (
	changes: Partial<Parameters<typeof composeSurveyMail>[0]> = {},
	kind: 'invite' | 'remind' = 'invite',
) =>
	composeSurveyMail({ survey: IDENTIFIED, data: DATA, words: WORDS, ...changes }, URL, kind, 'Europe/Berlin');

it('asks the question, says what is promised and until when, and leads to the page', () => {
	const { subject, text } = mailOf();
	expect(subject).toBe('How did we do on “CRM go-live”?');
	expect(text).toBe(`Hello Eva,

We have one question about work that was done for you. Answering takes a minute.

Department: IT
About: CRM go-live

How satisfied are you with what IT delivered for “CRM go-live”?

1 = Very dissatisfied · 5 = Very satisfied

Your answer counts once you have sent it on this page:
${URL}

This survey is not anonymous. Your name is shown with your answer to IT and to those who run this survey.

The page takes answers until Monday, 16 March 2026 at 10:00 (Europe/Berlin). Until then you can also change yours.

Please do not forward this mail: whoever has its link can change your answer.`);
});

it('promises anonymity only where the survey keeps it, with its own group', () => {
	const { text } = mailOf({ survey: { ...ANONYMOUS, minimumGroup: 8 } });
	expect(text).toContain(
		'Your name is not stored with your answer. Results of fewer than 8 people are never shown.',
	);
	expect(text).not.toContain('not anonymous');
});

it.each([
	['csat', ['1', '2', '3', '4', '5']],
	['ces', ['1', '2', '3', '4', '5', '6', '7']],
	['nps', ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '10']],
] as const)('has a link for every number of %s in HTML, and just the one in text', (scale, numbers) => {
	const { html, text } = mailOf({ survey: { ...IDENTIFIED, scale } });
	const links = [...html.matchAll(/href="([^"]+)"[^>]*>([^<]+)</g)].map(([, url, label]) => [label, url]);
	const url = URL.replaceAll('&', '&amp;');
	expect(links).toEqual([
		...numbers.map((number) => [number, `${url}&amp;rating=${number}`]),
		['Answer the question', url],
	]);
	expect(text.match(/https:/g)).toHaveLength(1);
});

it('reminds once, and says so; of an anonymous survey also what is known', () => {
	const reminder = mailOf({}, 'remind');
	expect(reminder.subject).toBe('[Reminder] How did we do on “CRM go-live”?');
	expect(reminder.text).toContain('you have not answered yet. This is the only reminder.\n');
	expect(mailOf({ survey: ANONYMOUS }, 'remind').text).toContain(
		'This is the only reminder. It is known whether you have answered, but not which answer is yours.',
	);
});

it('speaks Chinese to whoever reads Chinese', () => {
	const data = { ...DATA, memberName: '林晓', memberLocale: 'zh-CN' };
	const { subject, text, html } = mailOf({ survey: ANONYMOUS, data }, 'remind');
	expect(subject).toBe('【提醒】耽误您两分钟，聊聊与IT的合作');
	expect(text).toContain('林晓，您好：');
	expect(text).toContain('0 分：完全不可能 · 10 分：非常可能');
	expect(text).toContain('作答人数不足 5 人时，结果不予显示。');
	expect(text).toContain('评价截止时间为2026年3月16日 10:00（Europe/Berlin）');
	expect(html).toContain('<html lang="zh">');
	expect(html).not.toMatch(/Hello|Department|survey/);
});

it('speaks German to whoever reads German', () => {
	const data = { ...DATA, memberName: 'Otto Brandt', memberLocale: 'de-AT' };
	const { subject, text, html } = mailOf({ survey: { ...ANONYMOUS, ...IN_MANY_LANGUAGES }, data });
	expect(subject).toBe('Wie war „CRM go-live“?');
	expect(text).toBe(`Guten Tag Otto Brandt,

wir haben eine Frage zu einer Arbeit, die für Sie erledigt wurde. Die Antwort dauert nur eine Minute.

Abteilung: IT
Betrifft: CRM go-live

Wie war die IT?

0 = Schlecht · 10 = Gut

Ihre Antwort zählt, sobald Sie sie auf dieser Seite abgesendet haben:
${URL}

Diese Umfrage ist anonym. Ihr Name wird nicht zusammen mit Ihrer Antwort gespeichert. Ergebnisse von weniger als 5 Personen werden nie angezeigt.

Sie können bis Mo., 16. März 2026, 10:00 Uhr (Europe/Berlin) antworten und Ihre Antwort bis dahin auch noch ändern.

Bitte leiten Sie diese E-Mail nicht weiter: Wer den Link hat, kann Ihre Antwort ändern.`);
	expect(html).toContain('<html lang="de">');
	expect(mailOf({ data }, 'remind').subject).toBe('[Erinnerung] How did we do on “CRM go-live”?');
});

it('asks in the language of whoever is asked, though everything around it is in English', () => {
	const data = { ...DATA, memberName: 'Amélie', memberLocale: 'fr-FR' };
	const { subject, text, html } = mailOf({ survey: { ...IDENTIFIED, ...IN_MANY_LANGUAGES }, data });
	expect(subject).toBe('Votre avis sur « CRM go-live »');
	expect(text).toContain('Hello Amélie,');
	expect(text).toContain('Êtes-vous satisfait de IT ?\n\n1 = Mauvais · 5 = Bon');
	expect(html).toContain('<html lang="en">');
});

it('shows what people typed as text, and keeps the subject on one line', () => {
	const nasty = '<img src=x>\r\nBcc: all@acme.example {service}';
	const { subject, html } = mailOf({
		data: { ...DATA, memberName: '<b>Eva</b>', subject: nasty },
		words: { ...WORDS, subject: nasty },
	});
	expect(subject).toBe('How did we do on “<img src=x> Bcc: all@acme.example {service}”?');
	expect(html).toContain('&lt;b&gt;Eva&lt;/b&gt;');
	expect(html).not.toMatch(/<img|<b>|<script|<link|url\(|src=x>/);
});

it('says nothing of an end that is not known', () => {
	expect(mailOf({ data: { ...DATA, expiresAt: null } }).text).not.toContain('until');
});

onBothDatabases('the mail of an invitation', (open) => {
	const withService = {
		...IDENTIFIED,
		question: { en: 'How easy was {service} by {department}?', zh: '办理{service}方便吗？' },
	};

	it('asks what the survey asked when the invitation was made, about the service of the request', async () => {
		const { engine, now } = await open();
		await importCompany(engine, PEOPLE);
		const request = { title: 'Laptop for Lin', serviceId: 'laptop', requester: 'eva' };
		const { requestId } = unwrap((await openRequests(engine, [request]))[0]);
		const invitation = {
			surveyId: withService.id,
			surveyVersion: 1,
			memberId: 'eva',
			departmentId: 'it',
			customerDepartmentId: 'sales',
			subject: 'Laptop for Lin',
			state: 'sent',
			sendAt: now,
			sentAt: now,
			expiresAt: undefined,
		} as const;
		await engine.transaction(async (trx) => {
			await saveSurvey(trx, withService, now);
			await saveSurvey(trx, { ...withService, version: 2, question: { en: 'New', zh: '新' } }, now);
			await insertInvitations(trx, [
				{ ...invitation, id: 'inv-1', occasion: `request:${requestId}` },
				{ ...invitation, id: 'inv-2', occasion: 'milestone:m1' },
			]);
		});
		const textOf = async (invitationId: string) =>
			(await surveyMailFor(engine, { ...DATA, invitationId }, URL, 'invite', 'UTC')).text;
		expect(await textOf('inv-1')).toContain('How easy was New laptop by IT & Networks?');
		// A milestone has no service.
		expect(await textOf('inv-2')).toContain('How easy was IT & Networks by IT & Networks?');
		await expect(textOf('inv-3')).rejects.toMatchObject({ code: 'notFound' });
	});
});

describe('the mail about a low rating', () => {
	const LOW: LowScoreData = {
		anonymity: 'identified',
		surveyName: 'After the work',
		scale: 'csat',
		subject: 'CRM go-live',
		departmentName: 'IT',
		rating: 2,
		comment: 'Two weeks late,\nand nobody told us.',
		memberName: 'Eva',
		memberEmail: 'eva@acme.example',
		headName: 'Hanna',
		headLocale: 'en',
		expiresAt: '2026-03-16T09:00:00.000Z',
	};

	it('tells the head of the department who was not satisfied and why, and how to follow up', () => {
		const { subject, text } = composeLowScoreMail(LOW, 'Europe/Berlin');
		expect(subject).toBe('[Low rating] CRM go-live: 2 from Eva');
		expect(text).toBe(`Hello Hanna,

Eva was not satisfied with the work of IT.

About: CRM go-live
Survey: After the work
Rating: 2 (from 1 to 5)
Comment:
  Two weeks late,
  and nobody told us.
Colleague: Eva
E-mail: eva@acme.example

Please reply to your colleague within two working days. Say thank you for the honest answer, ask what went wrong, and say what will change. Please do not ask for a better rating.

Eva can change the answer until Monday, 16 March 2026 at 10:00 (Europe/Berlin).`);
	});

	it('speaks Chinese to a head who reads Chinese', () => {
		const { subject, text } = composeLowScoreMail({ ...LOW, headLocale: 'zh-CN', headName: '王芳' }, 'UTC');
		expect(subject).toBe('【低分反馈】CRM go-live：Eva评了 2 分');
		expect(text).toContain('王芳，您好：\n\nEva对IT的工作不太满意。');
		expect(text).toContain('请在两个工作日内回复这位同事');
	});

	it('speaks German to a head who reads German', () => {
		const { subject, text } = composeLowScoreMail({ ...LOW, headLocale: 'de', headName: 'Hanna' }, 'UTC');
		expect(subject).toBe('[Niedrige Bewertung] CRM go-live: Eva hat mit 2 bewertet');
		expect(text).toContain('Guten Tag Hanna,\n\nEva war mit der Arbeit der Abteilung IT nicht zufrieden.');
		expect(text).toContain('Bewertung: 2 (auf einer Skala von 1 bis 5)');
		expect(text).toContain('Eva kann die Antwort noch bis Mo., 16. März 2026, 09:00 Uhr (UTC) ändern.');
	});

	it('does without what is not known', () => {
		const { text } = composeLowScoreMail(
			{ ...LOW, headName: null, memberName: null, memberEmail: null, comment: null, expiresAt: null },
			'UTC',
		);
		expect(text).toMatch(/^Hello,\n\nA colleague was not satisfied/);
		expect(text).not.toMatch(/Comment|E-mail|null|until/);
	});

	it('is never written about an anonymous answer', () => {
		expect(() => composeLowScoreMail({ ...LOW, anonymity: 'anonymous' }, 'UTC')).toThrow('anonymous');
	});
});
