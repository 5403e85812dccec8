import type { SURVEY_EVENTS } from '../../engine';
import type { EventChoice } from '../shared/trigger';

export type SurveyEvent = (typeof SURVEY_EVENTS)[number];

export const SURVEY_EVENT_CHOICES: ReadonlyArray<EventChoice<SurveyEvent>> = [
	{
		name: 'Invitation Due',
		value: 'survey.invite',
		description: 'Someone must be asked: one item for each person, with the mail ready to send',
	},
	{
		name: 'Reminder Due',
		value: 'survey.remind',
		description: 'Somebody has not answered yet: asked a second and last time, with the mail ready to send',
	},
	{
		name: 'Response Received',
		value: 'survey.response',
		description: 'Somebody answered an identified survey. An anonymous one gives no event.',
	},
	{
		name: 'Low Score',
		value: 'survey.lowScore',
		description:
			'Somebody gave a low rating in an identified survey: with a mail for the head of the department',
	},
];

/** People are asked at most once: better not at all than twice. */
export const atMostOnce = (type: string): boolean => type === 'survey.invite' || type === 'survey.remind';
