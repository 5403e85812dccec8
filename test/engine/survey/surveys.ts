import type { Survey } from '../../../engine/survey/types';

/** What an admin may write: German beside the rest, and French, in which no page is. */
export const IN_MANY_LANGUAGES = {
	title: { fr: 'Votre avis sur « {subject} »', en: 'How was “{subject}”?', de: 'Wie war „{subject}“?' },
	question: {
		fr: 'Êtes-vous satisfait de {department} ?',
		en: 'How was {department}?',
		de: 'Wie war die {department}?',
	},
	least: { en: 'Bad', de: 'Schlecht', fr: 'Mauvais' },
	most: { en: 'Good', de: 'Gut', fr: 'Bon' },
	comment: { en: 'Why?', de: 'Warum?', fr: 'Pourquoi ?' },
};

/** IT works for Sales: Eva reads English, Lin reads Chinese, Otto German, Amélie French, which nobody ships. */
export const PEOPLE = {
	departments: [
		{ id: 'it', name: 'IT & Networks', headId: 'hanna' },
		{ id: 'sales', name: 'Sales' },
	],
	members: [
		{ id: 'hanna', name: 'Hanna', email: 'hanna@acme.example', departmentId: 'it' },
		{ id: 'eva', name: 'Eva', email: 'eva@acme.example', departmentId: 'sales' },
		{ id: 'lin', name: '林晓', email: 'lin@acme.example', departmentId: 'sales', locale: 'zh-CN' },
		{ id: 'otto', name: 'Otto Brandt', email: 'otto@acme.example', departmentId: 'sales', locale: 'de-AT' },
		{ id: 'amelie', name: 'Amélie', email: 'amelie@acme.example', departmentId: 'sales', locale: 'fr-FR' },
	],
	services: [{ id: 'laptop', name: 'New laptop', departmentId: 'it' }],
};

export const IDENTIFIED: Survey = {
	id: 'after-work',
	name: 'After the work',
	version: 1,
	scale: 'csat',
	title: { en: 'How did we do on “{subject}”?', zh: '“{subject}”已完成，想听听您的评价' },
	question: {
		en: 'How satisfied are you with what {department} delivered for “{subject}”?',
		zh: '在“{subject}”中，您对{department}的工作满意吗？',
	},
	least: { en: 'Very dissatisfied', zh: '非常不满意' },
	most: { en: 'Very satisfied', zh: '非常满意' },
	comment: { en: 'What should be different next time?', zh: '下次还有哪些可以改进？' },
	anonymity: 'identified',
	minimumGroup: 5,
	delayMs: 0,
	delayDays: 0,
	sendAt: 'workingHours',
	expiresAfterMs: 14 * 24 * 3_600_000,
	lowAt: 2,
};

export const ANONYMOUS: Survey = {
	...IDENTIFIED,
	id: 'recommend',
	name: 'Would you recommend them?',
	scale: 'nps',
	title: { en: 'Two minutes about working with {department}', zh: '耽误您两分钟，聊聊与{department}的合作' },
	question: {
		en: 'How likely are you to recommend working with {department} to a colleague?',
		zh: '您有多大可能向同事推荐{department}的服务？',
	},
	least: { en: 'Not at all likely', zh: '完全不可能' },
	most: { en: 'Extremely likely', zh: '非常可能' },
	anonymity: 'anonymous',
	lowAt: 6,
};
