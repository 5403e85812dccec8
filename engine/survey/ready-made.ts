import type { Survey, Text } from './types';

/** As an admin would type it: durations in words, both languages of each text. */
interface ReadyMade extends Pick<
	Survey,
	'id' | 'name' | 'scale' | 'title' | 'question' | 'anonymity' | 'afterResolution'
> {
	readonly comment: Text;
	readonly delay: string;
	readonly remindAfter?: string;
	readonly expiresAfter: string;
}

/** Surveys to start with: taken over as they are, or changed. What the ends of their scales mean is the usual. */
export const READY_MADE_SURVEYS: readonly ReadyMade[] = [
	{
		id: 'milestone-csat',
		name: 'After a project milestone',
		scale: 'csat',
		title: {
			en: 'How did we do on “{subject}”?',
			zh: '“{subject}”已完成，想听听您的评价',
		},
		question: {
			en: 'How satisfied are you with what {department} delivered for “{subject}”?',
			zh: '在“{subject}”中，您对{department}的工作满意吗？',
		},
		comment: {
			en: 'What went well, and what should be different next time?',
			zh: '哪些地方做得好？下次还有哪些可以改进？',
		},
		anonymity: 'anonymous',
		delay: '2 working days',
		remindAfter: '5 days',
		expiresAfter: '14 days',
	},
	{
		id: 'internal-nps',
		name: 'Would you recommend this department?',
		scale: 'nps',
		title: {
			en: 'Two minutes about working with {department}',
			zh: '耽误您两分钟，聊聊与{department}的合作',
		},
		question: {
			en: 'How likely are you to recommend working with {department} to a colleague?',
			zh: '您有多大可能向同事推荐{department}的服务？',
		},
		comment: {
			en: 'What is the main reason for your rating?',
			zh: '您打这个分数，最主要的原因是什么？',
		},
		anonymity: 'anonymous',
		delay: '0 min',
		remindAfter: '7 days',
		expiresAfter: '14 days',
	},
	{
		id: 'effort-after-request',
		name: 'How easy was it to get help?',
		scale: 'ces',
		title: {
			en: 'Your request “{subject}” is resolved. Was it easy?',
			zh: '您的申请“{subject}”已办结，过程还顺利吗？',
		},
		question: {
			en: 'How easy was it to get what you needed from {department}?',
			zh: '这次请{department}办理，整个过程您觉得省力吗？',
		},
		comment: {
			en: 'What would have made it easier?',
			zh: '哪个环节还可以更省力？',
		},
		// Whoever resolved the request can guess who is asked, and a low score is to be followed up with that person.
		anonymity: 'identified',
		delay: '4h',
		expiresAfter: '7 days',
		afterResolution: {},
	},
];
