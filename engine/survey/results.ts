import { METHODS, score, type Score } from './score';
import type { Response, Scale, Survey } from './types';
import { COMMENT_FACTOR, sealGroups, settledAsked, type Asked, type Group } from './withhold';
import { pluck } from '../pluck';

/** Which answers: about one department, from one customer department, both (a pair), or all. */
export interface ResultFilter {
	readonly departmentId?: string;
	readonly customerDepartmentId?: string;
}

interface Place {
	readonly scope: 'total' | 'department' | 'customer' | 'pair';
	readonly departmentId?: string;
	readonly customerDepartmentId?: string;
}

/** A number with what it rests on. A withheld cell says no more than that: hidden and empty look the same. */
export type ResultCell =
	| (Place & { readonly withheld: false } & Score)
	| (Place & { readonly withheld: true; readonly scale: Scale });

export interface SurveyResult {
	readonly surveyId: string;
	readonly surveyName: string;
	readonly scale: Scale;
	readonly anonymity: Survey['anonymity'];
	readonly method: string;
	/** Fewest answers shown together; only of an anonymous survey. */
	readonly minimumGroup?: number;
	/** First what was asked for as a whole, then the departments and pairs it consists of, by id. */
	readonly cells: readonly [ResultCell, ...ResultCell[]];
	/** Of the first cell, sorted by their text, so that the order says nothing. */
	readonly comments: readonly string[];
}

export interface ResultInput {
	/** The current version. */
	readonly survey: Survey;
	/** Every version somebody was asked under. */
	readonly versions: readonly Survey[];
	readonly responses: readonly Response[];
	readonly invited: readonly Asked[];
	readonly query: ResultFilter;
	/** Epoch ms. */
	readonly now: number;
}

/**
 * The results of a survey, as a whole and by department rated and department asked. Of an identified survey every answer
 * counts at once. Of an anonymous one only whole groups do (see `sealGroups`), and of the invitations only those whose
 * answers could be among them. Answers on another scale than the survey has now are left out.
 */
export function surveyResults({
	survey,
	versions,
	responses,
	invited,
	query,
	now,
}: ResultInput): SurveyResult {
	const byVersion = new Map(versions.map((version) => [version.version, version]));
	const promised = (version: number): Survey => byVersion.get(version) ?? survey;
	const comparable = <T extends { surveyVersion: number }>(all: readonly T[]) =>
		all.filter(({ surveyVersion }) => promised(surveyVersion).scale === survey.scale);
	const answers = comparable(responses);
	const asked = comparable(invited).filter(({ sentAt }) => sentAt !== undefined);

	const isAnonymous = survey.anonymity === 'anonymous';
	const sealed = (factor: number) => sealGroups(answers, asked, promised, now, factor);
	const groups = isAnonymous ? sealed(1) : answers.map(alone);
	const counted = isAnonymous ? settledAsked(asked, promised, now) : asked;

	// Places come from who was asked, never from who answered: that a pair is listed gives nothing away.
	const [whole, ...parts] = placesOf(query, asked);
	const [groupsAt, countedAt] = [byPlace(groups), byPlace(counted)];
	const cellAt = (place: Place): ResultCell => {
		const ratings = groupsAt(place).flatMap(({ answers }) => pluck(answers, 'rating'));
		if (isAnonymous && ratings.length === 0) return { ...place, withheld: true, scale: survey.scale };
		const population = countedAt(place).length;
		return {
			...place,
			withheld: false,
			...score(survey.scale, ratings, Math.max(population, ratings.length)),
		};
	};
	const cells = [cellAt(whole), ...parts.map(cellAt)] as const;
	const commented = isAnonymous ? sealed(COMMENT_FACTOR) : groups;
	return {
		surveyId: survey.id,
		surveyName: survey.name,
		scale: survey.scale,
		anonymity: survey.anonymity,
		method: METHODS[survey.scale],
		...(isAnonymous ? { minimumGroup: survey.minimumGroup } : {}),
		cells,
		comments: cells[0].withheld ? [] : commentsOf(answersAt(commented, whole)),
	};
}

/** The answers of the groups that lie wholly at a place. */
export const answersAt = (groups: readonly Group[], place: ResultFilter): Response[] =>
	groups.filter((group) => isAt(place, group)).flatMap(({ answers }) => answers);

const isAt = (place: ResultFilter, thing: ResultFilter) =>
	(place.departmentId === undefined || place.departmentId === thing.departmentId) &&
	(place.customerDepartmentId === undefined || place.customerDepartmentId === thing.customerDepartmentId);

/** Finds what is at a place, however many places are asked about: each thing is looked at once. */
function byPlace<T extends ResultFilter>(things: readonly T[]): (place: ResultFilter) => readonly T[] {
	const found = new Map<string, T[]>();
	const put = (thing: T, place: ResultFilter) => {
		const name = nameOf(place);
		const there = found.get(name);
		if (there) there.push(thing);
		else found.set(name, [thing]);
	};
	for (const thing of things) {
		const { departmentId, customerDepartmentId } = thing;
		put(thing, {});
		if (departmentId !== undefined) put(thing, { departmentId });
		if (customerDepartmentId !== undefined) put(thing, { customerDepartmentId });
		if (departmentId !== undefined && customerDepartmentId !== undefined)
			put(thing, { departmentId, customerDepartmentId });
	}
	return (place) => found.get(nameOf(place)) ?? [];
}

const nameOf = ({ departmentId, customerDepartmentId }: ResultFilter): string =>
	`${departmentId ?? ''}\0${customerDepartmentId ?? ''}`;

const alone = (answer: Response): Group => ({
	level: 'pair',
	departmentId: answer.departmentId,
	customerDepartmentId: answer.customerDepartmentId,
	answers: [answer],
});

/** Both blank and missing mean no comment. */
const commentsOf = (answers: readonly Response[]): string[] =>
	answers.flatMap(({ comment }) => comment?.trim() || []).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));

function placesOf(query: ResultFilter, asked: readonly Asked[]): readonly [Place, ...Place[]] {
	const { departmentId, customerDepartmentId } = query;
	const within = asked.filter((invitation) => isAt(query, invitation));
	const pairs = sortedBy(within, (invitation) => [
		invitation.departmentId,
		invitation.customerDepartmentId,
	]).map(([department = '', customer = '']): Place => ({
		scope: 'pair',
		departmentId: department,
		customerDepartmentId: customer,
	}));
	if (departmentId !== undefined && customerDepartmentId !== undefined)
		return [{ scope: 'pair', departmentId, customerDepartmentId }];
	if (departmentId !== undefined) return [{ scope: 'department', departmentId }, ...pairs];
	if (customerDepartmentId !== undefined) return [{ scope: 'customer', customerDepartmentId }, ...pairs];
	const departments = sortedBy(within, (invitation) => [invitation.departmentId]).map(
		([department = '']): Place => ({ scope: 'department', departmentId: department }),
	);
	return [{ scope: 'total' }, ...departments, ...pairs];
}

/** The different ids, in order. */
const sortedBy = (asked: readonly Asked[], ids: (invitation: Asked) => string[]): string[][] =>
	[...new Set(asked.map((invitation) => JSON.stringify(ids(invitation))))]
		.sort()
		.map((text) => JSON.parse(text) as string[]);
