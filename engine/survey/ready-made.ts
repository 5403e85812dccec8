import { inEveryLanguage, type Texts, type Translated } from '../languages';
import type { Survey } from './types';
import { usualEnds } from './usual-ends';

/** As an admin would type it: durations in words, each text in every language. */
interface ReadyMade extends Pick<
	Survey,
	'id' | 'name' | 'scale' | 'title' | 'question' | 'least' | 'most' | 'anonymity' | 'afterResolution'
> {
	readonly comment: Translated;
	readonly delay: string;
	readonly remindAfter?: string;
	readonly expiresAfter: string;
}

const textsOf = (id: keyof Texts['survey']['readyMade']) => {
	const text = (part: 'title' | 'question' | 'comment') =>
		inEveryLanguage(({ survey }) => survey.readyMade[id][part]);
	return { title: text('title'), question: text('question'), comment: text('comment') };
};

/** Surveys to start with: taken over as they are, or changed. */
export const READY_MADE_SURVEYS: readonly ReadyMade[] = [
	{
		id: 'milestone-csat',
		name: 'After a project milestone',
		scale: 'csat',
		...usualEnds('csat'),
		...textsOf('milestone-csat'),
		anonymity: 'anonymous',
		delay: '2 working days',
		remindAfter: '5 days',
		expiresAfter: '14 days',
	},
	{
		id: 'internal-nps',
		name: 'Would you recommend this department?',
		scale: 'nps',
		...usualEnds('nps'),
		...textsOf('internal-nps'),
		anonymity: 'anonymous',
		delay: '0 min',
		remindAfter: '7 days',
		expiresAfter: '14 days',
	},
	{
		id: 'effort-after-request',
		name: 'How easy was it to get help?',
		scale: 'ces',
		...usualEnds('ces'),
		...textsOf('effort-after-request'),
		// Whoever resolved the request can guess who is asked, and a low score is to be followed up with that person.
		anonymity: 'identified',
		delay: '4h',
		expiresAfter: '7 days',
		afterResolution: {},
	},
];
