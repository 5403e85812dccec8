import type { Saved } from '../records';
import type { Engine } from '../engine';
import { IcrmError } from '../errors';
import { attempt, inBulk, type Outcome } from '../outcome';
import { validate } from '../input/validate';
import { unknownSurvey } from './invite';
import { findSurveys, querySurveys, saveSurveyVersions, type StoredSurvey } from './repository';
import { surveyInput, toSurvey, type SurveyInput } from './schema';
import type { Survey } from './types';

/**
 * Creates or updates surveys. An edit makes a new version; who was asked before goes on with theirs. Whether answers are
 * anonymous is chosen for good when the first invitation leaves: a promise that was given is not taken back.
 */
export async function saveSurveys(
	engine: Engine,
	inputs: readonly unknown[],
): Promise<Outcome<Saved<Survey>>[]> {
	const parsed = inputs.map((input) => attempt(() => validate(surveyInput, input, 'survey')));
	const good = parsed.flatMap((outcome) => (outcome.ok ? [outcome.value] : []));
	const written = await inBulk(
		engine,
		good,
		(input) => input.id,
		async (trx, round) => {
			const stored = await findSurveys(
				trx,
				round.map((input) => input.id),
			);
			const outcomes = round.map((input) => attempt(() => surveyOf(input, stored.get(input.id))));
			const changed = outcomes.flatMap((outcome) =>
				outcome.ok && outcome.value.change !== 'unchanged' ? [outcome.value] : [],
			);
			await saveSurveyVersions(
				trx,
				changed.map(({ change: _change, ...survey }) => survey),
				engine.now(),
			);
			return outcomes;
		},
	);
	let next = 0;
	return parsed.map((outcome) => (outcome.ok ? (written[next++] as Outcome<Saved<Survey>>) : outcome));
}

function surveyOf(input: SurveyInput, stored: StoredSurvey | undefined): Saved<Survey> {
	const survey: Survey = { ...toSurvey(input, stored), version: (stored?.version ?? 0) + 1 };
	if (!stored) return { ...survey, change: 'created' };
	if (stored.asked && (stored.anonymity !== survey.anonymity || survey.minimumGroup < stored.minimumGroup)) {
		throw new IcrmError(
			'conflict',
			`Survey '${stored.name}' has asked people already, with the promise that answers are ${stored.anonymity}`,
			{
				field: 'anonymity',
				value: survey.anonymity,
				hint: `Leave the promise as it is (${stored.anonymity}, groups of ${stored.minimumGroup} or more), or create a new survey under another ID.`,
			},
		);
	}
	if (stored.asked && stored.scale !== survey.scale) {
		throw new IcrmError(
			'conflict',
			`Survey '${stored.name}' has asked people already, on the scale '${stored.scale}'`,
			{
				field: 'scale',
				value: survey.scale,
				hint: 'Answers on two scales cannot be counted together. Create a new survey under another ID.',
			},
		);
	}
	const { asked: _asked, ...before } = stored;
	return canonical(before) === canonical(survey)
		? { ...before, change: 'unchanged' }
		: { ...survey, change: 'updated' };
}

const canonical = ({ version: _version, ...survey }: Survey) =>
	JSON.stringify(Object.entries(survey).sort(([a], [b]) => (a < b ? -1 : 1)));

/** @throws IcrmError `notFound` */
export async function getSurvey(engine: Engine, id: string): Promise<Survey> {
	const found = (await engine.store.read((db) => findSurveys(db, [id]))).get(id);
	if (found) return found;
	throw unknownSurvey(id);
}

export const listSurveys = (engine: Engine, wanted: { text?: string; limit: number }): Promise<Survey[]> =>
	engine.store.read((db) => querySurveys(db, wanted));
