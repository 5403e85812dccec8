import type { ITriggerFunctions } from 'n8n-workflow';
import {
	answerQuery,
	composeLowScoreMail,
	composeSurveyMail,
	surveyMailFor,
	type Engine,
} from '../../engine';
import { EXAMPLE_ID, type ToItem } from '../shared/trigger';
import { exampleSurvey } from './example';

/**
 * Completes an event with its mail: an invitation and a reminder for whoever is asked, with the link to their page; a low
 * score for the head of the department that was rated.
 *
 * @param pageUrl the page's address without its query
 */
export const withMail =
	(context: ITriggerFunctions, pageUrl: string): ToItem =>
	async (event, engine) => {
		const timezone = context.getTimezone();
		switch (event.type) {
			case 'survey.lowScore':
				return { ...event.data, mail: composeLowScoreMail(event.data, timezone) };
			case 'survey.invite':
			case 'survey.remind': {
				const { id, type, data } = event;
				const answerUrl = `${pageUrl}?${await answerQuery(engine, data.invitationId)}`;
				const compose = id === EXAMPLE_ID ? exampleMail : surveyMailFor;
				const kind = type === 'survey.invite' ? 'invite' : 'remind';
				return { ...data, answerUrl, mail: await compose(engine, data, answerUrl, kind, timezone) };
			}
			default:
				return event.data;
		}
	};

/** Of an invitation that is in no store. */
const exampleMail: typeof surveyMailFor = async (_engine: Engine, data, answerUrl, kind, timezone) => {
	const { departmentName: department, subject } = data;
	const words = { department, subject, service: department };
	return composeSurveyMail({ survey: exampleSurvey(), data, words }, answerUrl, kind, timezone);
};
