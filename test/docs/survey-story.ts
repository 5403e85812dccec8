import type { IDataObject } from 'n8n-workflow';
import { embeddedEngine, pack } from '../support/n8n-engine';
import { activateTrigger } from '../support/n8n-trigger';
import { at, byId, next, open, request, run, TIMEZONE } from './play';

/** After Easter: what people say of IT. */
export async function surveyStory(examples: Map<string, unknown>): Promise<void> {
	const survey = { resource: 'survey', operation: 'upsert' };
	await at('2026-04-08T08:00Z');
	const [saved] = await run('icrmSurvey', survey);
	examples.set('survey-upsert', saved);
	for (const readyMade of ['effort-after-request', 'internal-nps'])
		await run('icrmSurvey', { ...survey, readyMade });
	const trigger = await activateTrigger({
		type: 'icrmSurveyTrigger',
		parameters: { events: ['survey.invite', 'survey.lowScore'] },
		timezone: TIMEZONE,
	});
	const seen = { count: 0 };
	// Nora's request is resolved in the morning in Shanghai; four hours later she is asked.
	await at('2026-04-09T01:00Z');
	await open('HELP-4720', { title: 'A second monitor' });
	await request('resolve', 'HELP-4720');
	await at('2026-04-09T07:00Z');
	const effort = await next(trigger, seen, 'survey.invite');
	await answer(effort, '2026-04-09T07:05Z', { rating: '2', comment: 'I had to ask three times.' });
	examples.set('survey-low-score', await next(trigger, seen, 'survey.lowScore'));
	const byNora = { survey: byId('effort-after-request') };
	const invitations = { resource: 'invitation', operation: 'getAll', filters: byNora };
	examples.set('invitation-get-many', await run('icrmSurvey', invitations));

	await at('2026-04-10T08:00Z');
	const [reached] = await run('icrmSurvey', {
		resource: 'milestone',
		operation: 'reach',
		name: 'New laptops for everybody',
		department: byId('it'),
		customerDepartments: ['hr', 'finance', 'legal'],
		survey: byId('milestone-csat'),
		externalRef: 'PROJ-17/rollout',
		project: 'Laptop rollout',
	});
	const first = (reached?.invitations as IDataObject[]).filter(({ memberId }) => memberId === 'luca');
	examples.set('milestone-reach', { ...reached, invitations: first });
	await at('2026-04-15T08:00Z');
	const invites: IDataObject[] = [];
	while (invites.length < Number(reached?.invited)) invites.push(await next(trigger, seen, 'survey.invite'));
	examples.set(
		'survey-invite',
		invites.find(({ memberId }) => memberId === 'luca'),
	);
	const hr: Record<string, string> = { helena: '5', miriam: '4', luca: '4' };
	const finance: Record<string, string> = { 'chen-jing': '5', 'wang-lei': '2', 'liu-yang': '4' };
	for (const invite of invites) {
		const rating = { ...hr, ...finance }[String(invite.memberId)];
		if (rating) await answer(invite, '2026-04-15T09:00Z', { rating });
	}
	await trigger.close();

	await at('2026-05-20T08:00Z');
	const results = await run('icrmSurvey', {
		resource: 'result',
		operation: 'get',
		survey: byId('milestone-csat'),
	});
	examples.set('result-get', [results[0], results.at(-1)]);
	const [invited] = await run('icrmSurvey', {
		resource: 'invitation',
		operation: 'invite',
		survey: byId('internal-nps'),
		department: byId('it'),
		recipients: 'members',
		members: 'luca, tom.becker@acme.example',
		subject: 'Working with IT, second quarter',
	});
	examples.set('invitation-invite', invited);
}

/** Opens the page behind an invitation's link, and sends it three seconds later. */
async function answer(invite: IDataObject, instant: string, fields: object): Promise<void> {
	const engine = await embeddedEngine();
	const query = Object.fromEntries(new URL(String(invite.answerUrl)).searchParams);
	const headers = { 'content-type': 'application/x-www-form-urlencoded' };
	const visit = async (method: 'GET' | 'POST', body: object) =>
		(await pack().answerSurveyPage(engine, { method, headers, query, body }, TIMEZONE)).page;
	await at(instant);
	const [, nonce = ''] = /name="nonce" value="([^"]+)"/.exec((await visit('GET', {})).html) ?? [];
	jest.setSystemTime(Date.now() + 3_000);
	await visit('POST', { nonce, ...fields });
}
