import type { ITriggerFunctions } from 'n8n-workflow';
import {
	answerQuery,
	composeLowScoreMail,
	composeSurveyMail,
	surveyMailFor,
	type Engine,
	type InviteData,
	type LowScoreData,
} from '../../engine';
import { EXAMPLE_ID, type ToItem } from '../shared/trigger';
import { exampleSurvey } from './example';

const KINDS: Readonly<Record<string, 'invite' | 'remind'>> = {
	'survey.invite': 'invite',
	'survey.remind': 'remind',
};

/**
 * Completes an event with its mail: an invitation and a reminder for whoever is asked, with the link to their page; a low
 * score for the head of the department that was rated.
 *
 * @param pageUrl the page's address without its query
 */
export const withMail =
	(context: ITriggerFunctions, pageUrl: string): ToItem =>
	async ({ id, type, data }, engine) => {
		const timezone = context.getTimezone();
		// In all three cases: what the engine wrote into the event a moment ago.
		if (type === 'survey.lowScore')
			return { ...data, mail: composeLowScoreMail(data as unknown as LowScoreData, timezone) };
		const kind = KINDS[type];
		if (!kind) return data;
		const invite = data as unknown as InviteData;
		const answerUrl = `${pageUrl}?${await answerQuery(engine, invite.invitationId)}`;
		const compose = id === EXAMPLE_ID ? exampleMail : surveyMailFor;
		return { ...data, answerUrl, mail: await compose(engine, invite, answerUrl, kind, timezone) };
	};

/** Of an invitation that is in no store. */
const exampleMail: typeof surveyMailFor = async (_engine: Engine, data, answerUrl, kind, timezone) => {
	const { departmentName: department, subject } = data;
	const words = { department, subject, service: department };
	return composeSurveyMail({ survey: exampleSurvey(), data, words }, answerUrl, kind, timezone);
};
