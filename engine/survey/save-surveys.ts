import { oneOf, references } from '../directory';
import type { Engine } from '../engine';
import { IcrmError } from '../errors';
import { validate } from '../input/validate';
import type { Outcome } from '../outcome';
import { saveVersioned, type RecordListing, type Saved, type VersionedKind } from '../records';
import { surveyInput, type SurveyInput } from './schema';
import { surveyFromInput } from './survey-from-input';
import { surveyRepository, type StoredSurvey } from './survey-repository';
import type { Survey } from './types';

/**
 * Creates or updates surveys. An edit makes a new version; who was asked before goes on with theirs. Whether answers are
 * anonymous is chosen for good when the first invitation leaves: a promise that was given is not taken back.
 */
export const saveSurveys = (engine: Engine, inputs: readonly unknown[]): Promise<Outcome<Saved<Survey>>[]> =>
	saveVersioned(engine, SURVEYS, inputs);

const SURVEYS: VersionedKind<SurveyInput, StoredSurvey> = {
	repository: surveyRepository,
	read: (input) => validate(surveyInput, input, 'survey'),
	async prepare(trx, inputs) {
		const named = await references(trx, {
			services: inputs.flatMap(({ afterResolution }) => afterResolution?.serviceIds ?? []),
		});
		return (input, stored) => {
			input.afterResolution?.serviceIds?.forEach((id, index) =>
				named.service(`afterResolution.serviceIds[${index}]`, id),
			);
			const survey = surveyFromInput(input, stored);
			if (stored?.asked) keepPromises(stored, survey);
			return { ...survey, asked: stored?.asked ?? false };
		};
	},
};

/** @throws IcrmError `conflict` for an edit that would break what people were promised when they were asked */
function keepPromises(before: Survey, after: Survey): void {
	const { name, anonymity, minimumGroup, scale } = before;
	if (anonymity !== after.anonymity || after.minimumGroup < minimumGroup)
		throw new IcrmError(
			'conflict',
			`Survey '${name}' has asked people already, with the promise that answers are ${anonymity}`,
			{
				field: 'anonymity',
				value: after.anonymity,
				hint: `Leave the promise as it is (${anonymity}, groups of ${minimumGroup} or more), or create a new survey under another ID.`,
			},
		);
	if (scale !== after.scale)
		throw new IcrmError('conflict', `Survey '${name}' has asked people already, on the scale '${scale}'`, {
			field: 'scale',
			value: after.scale,
			hint: 'Answers on two scales cannot be counted together. Create a new survey under another ID.',
		});
}

/**
 * The current version of the survey with this id.
 *
 * @throws IcrmError `notFound`, with the ids that are spelt alike
 */
export const getSurvey = (engine: Engine, id: string): Promise<Survey> =>
	oneOf(engine, 'survey', 'surveyId', id, surveyRepository.find);

/** The current versions of surveys by name, a page at a time. */
export const listSurveys = (engine: Engine, wanted: RecordListing): Promise<Survey[]> =>
	engine.store.read((db) => surveyRepository.list(db, wanted));
