import { textsIn, type Language } from '../languages';
import type { Survey } from './types';

/** The promise in force: who sees the answer. */
export function promiseOf(survey: Survey, department: string, language: Language): string {
	const { anonymous, identified } = textsIn(language).survey;
	return survey.anonymity === 'anonymous' ? anonymous(survey.minimumGroup) : identified(department);
}
