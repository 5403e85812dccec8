import { IcrmError } from '../errors';
import type { Queryable } from '../store';
import { someOf } from './repository';
import type { Noun } from './save-many';

const CANDIDATES = 500;
/** Comparing is costly: a batch that is wrong throughout gets the nearest for its first ids only. */
const RANKED = 50;
const SHOWN = 5;

type Candidate = { readonly id: string; readonly name: string };
export type UnknownReference = (field: string, id: string) => IcrmError;

/**
 * Errors for ids that name nothing: they list what there is, the nearest first. One query, and none where
 * nothing is unknown.
 *
 * @param unknown the ids at fault
 * @param coming  records of the same batch, which may be named as well
 */
export async function unknownReferences(
	db: Queryable,
	noun: Exclude<Noun, 'service'>,
	unknown: Iterable<string>,
	coming: readonly Candidate[] = [],
): Promise<UnknownReference> {
	const ids = new Set(unknown);
	const stored = ids.size > 0 ? await someOf(db, noun, CANDIDATES) : [];
	const candidates = [...coming.slice(0, CANDIDATES), ...stored];
	const ranked = new Map([...ids].slice(0, RANKED).map((id) => [id, rank(id, candidates)]));
	return (field, id) => {
		const { message, hint } = explain(noun, id, ranked.get(id) ?? candidates);
		return new IcrmError('notFound', message, { field, value: id, hint });
	};
}

interface Ranked extends Candidate {
	readonly distance?: number;
}

function explain(noun: string, id: string, candidates: readonly Ranked[]) {
	const message = `Unknown ${noun} '${id}'.`;
	const first = `Save ${noun} '${id}' first, or correct the id.`;
	const [nearest] = candidates;
	if (!nearest) return { message: `${message} There are no ${noun}s yet.`, hint: first };
	const names = [...new Set(candidates.map((candidate) => candidate.id))];
	const list = names.slice(0, SHOWN).join(', ') + (names.length > SHOWN ? ', …' : '');
	return {
		message: `${message} ${noun.charAt(0).toUpperCase()}${noun.slice(1)}s are: ${list}`,
		hint: isNear(nearest.distance, id) ? `Did you mean '${nearest.id}'? Else save '${id}' first.` : first,
	};
}

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
