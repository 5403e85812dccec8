import { IcrmError } from '../errors';
import type { Queryable } from '../store';
import { candidatesOf } from './candidate-repository';
import { NOUNS, type Noun } from './nouns';
import { pluck } from '../pluck';

/** Names that are compared with what was typed. */
const CANDIDATES = 500;
/** Comparing is costly: a batch that is wrong throughout gets the nearest for its first ids only. */
const RANKED = 50;
const SHOWN = 5;
const LONGEST_SHOWN = 200;

export interface Candidate {
	readonly id: string;
	readonly name: string;
}

/** The error for an id that names nothing. `field` is where it was given. */
export type Unknown = (field: string, id: string) => IcrmError;

/**
 * Errors for ids that name nothing: each says what was probably meant, what there is, and where to add it. One query, and
 * none where nothing is unknown.
 *
 * @param unknown the ids at fault
 * @param coming  records of the same batch, which may be named as well
 * @example (await unknownOnes(db, 'department', ['itt']))('departmentId', 'itt') // There is no department 'itt'
 */
export async function unknownOnes(
	db: Queryable,
	noun: Noun,
	unknown: Iterable<string>,
	coming: readonly Candidate[] = [],
): Promise<Unknown> {
	const ids = new Set(unknown);
	const stored = ids.size > 0 ? await candidatesOf(db, NOUNS[noun].table, CANDIDATES) : [];
	const candidates = [...coming.slice(0, CANDIDATES), ...stored];
	const ranked = new Map([...ids].slice(0, RANKED).map((id) => [id, rank(id, candidates)]));
	return (field, id) =>
		new IcrmError('notFound', `There is no ${noun} '${shortened(id)}'`, {
			field,
			value: id,
			hint: remedyFor(noun, id, ranked.get(id) ?? candidates),
		});
}

interface Ranked extends Candidate {
	readonly distance?: number;
}

function remedyFor(noun: Noun, id: string, candidates: readonly Ranked[]): string {
	const { node, operation } = NOUNS[noun];
	const add = `add it first with ${node}, '${operation}'.`;
	const [nearest] = candidates;
	if (!nearest) return `There are no ${plural(noun)} yet: ${add}`;
	const names = [...new Set(pluck(candidates, 'id'))];
	const list = names.slice(0, SHOWN).join(', ') + (names.length > SHOWN ? ', …' : '');
	const meant = isNear(nearest.distance, id) ? `Did you mean '${nearest.id}'? ` : '';
	return `${meant}Choose one from the list (${list}), or ${add}`;
}

/** What was typed may be anything. */
const shortened = (id: string): string => (id.length > LONGEST_SHOWN ? `${id.slice(0, LONGEST_SHOWN)}…` : id);

const plural = (noun: Noun): string => (/[^aeiou]y$/.test(noun) ? `${noun.slice(0, -1)}ies` : `${noun}s`);

const rank = (id: string, candidates: readonly Candidate[]): Ranked[] =>
	candidates
		.map((candidate) => ({
			...candidate,
			distance: Math.min(distance(id, candidate.id), distance(id, candidate.name)),
		}))
		.sort((a, b) => a.distance - b.distance || (a.id < b.id ? -1 : 1));

const isNear = (edits: number | undefined, id: string): boolean =>
	edits !== undefined && edits <= Math.min(2, id.length / 3);

/** Levenshtein's edit distance, without regard to case. */
function distance(left: string, right: string): number {
	const [a, b] = [left.toLowerCase(), right.toLowerCase()];
	let row = Array.from({ length: b.length + 1 }, (_, j) => j);
	for (let i = 1; i <= a.length; i++) {
		const next = [i];
		for (let j = 1; j <= b.length; j++) {
			const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
			next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
		}
		row = next;
	}
	return row[b.length] ?? 0;
}
