import { IcrmError, invalid } from '../errors';
import { inOrder, type BookedFact } from './fact-order';
import { canFollow, effectOf, foldFacts } from './fold-facts';
import type { Fact, FactKind, Request, RequestStatus } from './types';

/** How far ahead of ours another clock may be: what it says of this near future is taken as said now. */
export const CLOCK_SKEW_MS = 300_000;

const REMEDY: Readonly<Record<RequestStatus, string>> = {
	open: '',
	paused: '',
	resolved: "Reopen it first, with 'Request: Reopen'.",
	cancelled: 'A cancelled request stays so. Open a new one.',
};

const VERB: Readonly<Record<Exclude<FactKind, 'opened'>, string>> = {
	corrected: 'corrected',
	responded: 'responded to',
	updated: 'updated',
	paused: 'paused',
	resumed: 'resumed',
	priorityChanged: 'given another priority',
	assigned: 'assigned',
	unassigned: 'unassigned',
	handedOff: 'handed off',
	resolved: 'resolved',
	reopened: 'reopened',
	cancelled: 'cancelled',
	waived: 'waived',
};

/** A request after one more fact. */
export interface Applied {
	readonly after: Request;
	/** The number under which the fact is written. */
	readonly seq: number;
	/** Whether the fact changes something where it stands. */
	readonly isEffective: boolean;
}

/**
 * The request after one more fact, which takes its place among the others by its instant.
 *
 * A person's fact that cannot be at its place is refused. One of another system is kept all the same, since what it is part
 * of may still be on its way: it is without effect until then. What says nothing new is kept where it may get an effect by
 * what arrives later; said at this moment it is no fact, the answer is undefined and nothing is to be written.
 *
 * @param known the facts of the request so far
 * @throws IcrmError `conflict` naming the status in which it meets the request
 */
export function applyFact(
	request: Request,
	known: readonly BookedFact[],
	added: BookedFact,
	isKept: { readonly impossible: boolean; readonly unchanged: boolean },
): Applied | undefined {
	const { fact } = added;
	if (fact.kind === 'opened') throw new Error('a request is opened once');
	const ordered = inOrder([...known, added]).map((one) => one.fact);
	const { standing: met } = foldFacts(ordered.slice(0, ordered.indexOf(fact)));
	if (!canFollow(met, fact) && !isKept.impossible) {
		const isPast = ordered.at(-1) !== fact;
		throw new IcrmError(
			'conflict',
			`Request '${request.title}' ${isPast ? `was ${met.status} at ${iso(fact.at)}` : `is ${met.status}`}: it cannot be ${VERB[fact.kind]}`,
			{ hint: REMEDY[met.status], field: 'requestId', value: request.externalRef ?? request.id },
		);
	}
	const isEffective = effectOf(met, fact) !== undefined;
	if (!isEffective && !isKept.unchanged && !isKept.impossible) return undefined;
	const { standing } = foldFacts(ordered);
	const lastFactAt = Math.max(request.lastFactAt, fact.at);
	// What changes nothing is no news: who compares the count of facts sees that nothing was said since.
	const lastSeq = request.lastSeq + (isEffective ? 1 : 0);
	return { after: { ...request, ...standing, lastFactAt, lastSeq }, seq: added.seq, isEffective };
}

/**
 * The instant that a fact counts at. The near future is the present of a clock that is ahead.
 *
 * @throws IcrmError `invalid` for an instant before the opening, or in the future
 */
export function instantOf(kind: FactKind, at: number, openedAt: number, now: number): number {
	if (at < openedAt)
		throw invalid(
			'at',
			iso(at),
			`'${kind}' at ${iso(at)} is before the request was opened, at ${iso(openedAt)}`,
			'Give an instant after the opening, or leave the time out to use the present.',
		);
	if (at > now + CLOCK_SKEW_MS)
		throw invalid(
			'at',
			iso(at),
			`'${kind}' at ${iso(at)} is in the future`,
			'Give an instant that has passed, or leave the time out to use the present.',
		);
	return Math.min(at, Math.max(now, openedAt));
}

const iso = (ms: number) => new Date(ms).toISOString();

/** Said a second time, word for word: the same instant, the same words, by the same source. */
export const isRepeated = (known: readonly BookedFact[], fact: Fact): boolean =>
	fact.sourceRef === undefined &&
	known.some(
		(one) => one.fact.at === fact.at && JSON.stringify(wordsOf(one.fact)) === JSON.stringify(wordsOf(fact)),
	);

const wordsOf = (fact: Fact) =>
	Object.entries(fact)
		.filter(([, value]) => value !== undefined)
		.sort(([a], [b]) => (a < b ? -1 : 1));
