import {
	READY_MADE_SURVEYS,
	surveyFromInput,
	surveyInput,
	type EventData,
	type InvitationFields,
	type Survey,
} from '../../engine';
import { exampleOf, type EventExample } from '../shared/trigger';
import type { SurveyEvent } from './events';

const at = (day: string) => `2026-03-${day}T09:00:00.000Z`;

const MILESTONE = {
	invitationId: '5d0f6a52-8d8e-4a31-b6c1-2a9c6f0e7d10',
	surveyId: 'milestone-csat',
	surveyName: 'After a project milestone',
	scale: 'csat',
	anonymity: 'anonymous',
	subject: 'Office move finished',
	occasion: 'milestone:9a3c1f57-3f1c-4b06-9d0c-7a3f2c4e5b21',
	departmentId: 'facilities',
	departmentName: 'Facilities',
	customerDepartmentId: 'hr',
	customerDepartmentName: 'Human Resources',
	sentAt: at('04'),
	expiresAt: at('18'),
} as const satisfies InvitationFields;
const MEMBER = { memberId: 'E-2001', memberName: 'Rosa Lind', memberEmail: 'rosa.lind@acme.example' };
const INVITED = { ...MILESTONE, ...MEMBER, memberLocale: 'en' };

/** Only an identified survey says who answered what. */
const ANSWERED = {
	...MILESTONE,
	surveyId: 'effort-after-request',
	surveyName: 'How easy was it to get help?',
	scale: 'ces',
	anonymity: 'identified',
	subject: 'Laptop for the new colleague',
	occasion: 'request:b2f1c1de-5a0c-4a83-9f0f-0d0c6d1b7f11',
	departmentId: 'it',
	departmentName: 'IT',
	...MEMBER,
	rating: 2,
	comment: 'I had to ask three times.',
	changed: false,
	headId: 'E-1001',
	headName: 'Hanna Weiss',
	headEmail: 'hanna.weiss@acme.example',
	headLocale: 'en',
} as const;

const EXAMPLES: { readonly [T in SurveyEvent]: EventData[T] } = {
	'survey.invite': INVITED,
	'survey.remind': INVITED,
	'survey.response': ANSWERED,
	'survey.lowScore': ANSWERED,
};

/** What a test in the editor shows while nothing has happened yet. */
export const surveyExample = (type: SurveyEvent): EventExample => exampleOf(type, EXAMPLES[type]);

/** The survey the example is about; the store may have none. */
export const exampleSurvey = (): Survey =>
	surveyFromInput(surveyInput.parse(READY_MADE_SURVEYS.find(({ id }) => id === MILESTONE.surveyId)));
