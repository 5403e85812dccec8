import type { IDataObject } from 'n8n-workflow';
import { formatDuration, type Survey } from '../../engine';
import { simplified } from '../shared/run/output';

const DAY_MS = 24 * 60 * 60 * 1000;
const SIMPLE = [
	'id',
	'name',
	'version',
	'scale',
	'anonymity',
	'minimumGroup',
	'delay',
	'remindAfter',
	'expiresAfter',
	'lowAt',
];

/** A survey as the workflow gets it: written as it may be handed to 'Create or Update' again. */
export function surveyOutput(survey: Survey, simplify = false): IDataObject {
	const output: IDataObject = {
		id: survey.id,
		name: survey.name,
		version: survey.version,
		scale: survey.scale,
		title: textOutput(survey.title),
		question: textOutput(survey.question),
		least: textOutput(survey.least),
		most: textOutput(survey.most),
		comment: survey.comment === undefined ? null : textOutput(survey.comment),
		anonymity: survey.anonymity,
		minimumGroup: survey.minimumGroup,
		delay: survey.delayDays > 0 ? days(survey.delayDays, 'working day') : formatDuration(survey.delayMs),
		sendAt: survey.sendAt,
		remindAfter: survey.remindAfterMs === undefined ? null : elapsed(survey.remindAfterMs),
		expiresAfter: elapsed(survey.expiresAfterMs),
		lowAt: survey.lowAt,
		afterResolution: survey.afterResolution ? { ...(survey.afterResolution as IDataObject) } : null,
	};
	return simplify ? simplified(output, SIMPLE) : output;
}

/** One text for everybody, or one a language. */
const textOutput = (text: Survey['title']) => (typeof text === 'string' ? text : { ...text });

const days = (count: number, unit: string) => `${count} ${unit}${count === 1 ? '' : 's'}`;
const elapsed = (ms: number) => (ms % DAY_MS === 0 ? days(ms / DAY_MS, 'day') : formatDuration(ms));
