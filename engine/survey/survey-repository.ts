import { versionedRepository } from '../records';
import { inChunks, type Queryable, type Trx } from '../store';
import type { Survey } from './types';

/** A survey, and whether its first invitation has left: from then on its promise of anonymity stands. */
export interface StoredSurvey extends Survey {
	readonly asked: boolean;
}

export const surveyRepository = versionedRepository<'survey', 'survey_version', StoredSurvey>({
	table: 'survey',
	versions: 'survey_version',
	key: 'survey_id',
	number: 'version',
	keep: ['asked'],
	standing: ['asked'],
});

/** What names the version of a survey that somebody was asked by. */
interface Asked {
	readonly surveyId: string;
	readonly surveyVersion: number;
}

export const versionOf = ({ surveyId, surveyVersion }: Asked): string => `${surveyId}@${surveyVersion}`;

/** Surveys as they stood when people were asked, by `versionOf` them. */
export const surveyVersions = (db: Queryable, asked: readonly Asked[]): Promise<Map<string, Survey>> =>
	surveyRepository.at(
		db,
		asked.map(({ surveyId, surveyVersion }) => ({ id: surveyId, number: surveyVersion })),
	);

export async function markAsked(trx: Trx, surveyIds: readonly string[]): Promise<void> {
	await inChunks(surveyIds, async (chunk) => {
		await trx.updateTable('survey').set({ asked: 1 }).where('id', 'in', chunk).execute();
	});
}
