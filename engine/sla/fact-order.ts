import type { AsOf, Fact, FactKind } from './types';

/** A fact with its place in the book: the number under which it was written, and when. */
export interface BookedFact {
	readonly fact: Fact;
	readonly seq: number;
	readonly recordedAt: number;
}

/** Of facts at one instant: what wakes a request comes first, what puts it to rest comes last. */
const ORDER: readonly FactKind[] = [
	'opened',
	'corrected',
	'reopened',
	'resumed',
	'priorityChanged',
	'handedOff',
	'unassigned',
	'assigned',
	'responded',
	'updated',
	'waived',
	'paused',
	'resolved',
	'cancelled',
];

/**
 * Facts in the order in which they count: by their instant, in whatever order they arrived. Facts of one instant keep the
 * order that their source gives them: the numbers of a system's own names (`journal-9` before `journal-10`), or, for what
 * was said at that very moment by anybody, the order of saying it. Whatever is then still open goes by kind, then by content, so that
 * the same facts always stand in the same order.
 */
export function inOrder(booked: readonly BookedFact[]): BookedFact[] {
	const byInstant = booked.toSorted((a, b) => a.fact.at - b.fact.at);
	const ordered: BookedFact[] = [];
	let from = 0;
	byInstant.forEach((booked, index) => {
		if (byInstant[index + 1]?.fact.at === booked.fact.at) return;
		if (index === from) ordered.push(booked);
		else ordered.push(...merged(sequencesOf(byInstant.slice(from, index + 1))));
		from = index + 1;
	});
	return ordered;
}

/** Facts of one instant, as the sequences that their sources give them. */
function sequencesOf(facts: readonly BookedFact[]): BookedFact[][] {
	const sequences = Map.groupBy(facts, (one) => {
		if (isLive(one)) return 'live';
		return one.fact.sourceRef === undefined ? `alone ${one.seq}` : `of ${one.fact.source}`;
	});
	return [...sequences.values()].map((sequence) => sequence.sort(inSequence));
}

const inSequence = (a: BookedFact, b: BookedFact): number =>
	isLive(a) || a.fact.sourceRef === undefined || b.fact.sourceRef === undefined
		? a.seq - b.seq
		: numeric.compare(a.fact.sourceRef, b.fact.sourceRef) || a.seq - b.seq;

/** Said at the moment it happened, as far as anybody can tell: its number tells its order. */
const isLive = ({ fact, recordedAt }: BookedFact): boolean => fact.at >= recordedAt;

const numeric = new Intl.Collator('en', { numeric: true });

/** Whether of two words of one system the first is of an earlier instant; at the same one, of the earlier name. */
export const isEarlier = (one: AsOf, other: AsOf): boolean =>
	one.at < other.at ||
	(one.at === other.at && numeric.compare(one.sourceRef ?? '', other.sourceRef ?? '') < 0);

/** Of what is said of the opening, the word that counts; undefined where the opening speaks for itself. */
export function earliestWord(facts: readonly Fact[]): AsOf | undefined {
	let earliest: AsOf | undefined;
	for (const { asOf } of facts) if (asOf && (!earliest || isEarlier(asOf, earliest))) earliest = asOf;
	return earliest;
}

/** Takes the heads of the sequences by kind and content: each sequence keeps its own order. */
function merged(sequences: BookedFact[][]): BookedFact[] {
	const [only] = sequences;
	if (only && sequences.length === 1) return only;
	const result: BookedFact[] = [];
	for (;;) {
		const [first] = sequences.filter((sequence) => sequence.length > 0).sort(([a], [b]) => byKind(a, b));
		const next = first?.shift();
		if (!next) return result;
		result.push(next);
	}
}

function byKind(a: BookedFact | undefined, b: BookedFact | undefined): number {
	if (!a || !b) return 0;
	const rank = ORDER.indexOf(a.fact.kind) - ORDER.indexOf(b.fact.kind);
	if (rank !== 0) return rank;
	const [left, right] = [JSON.stringify(a.fact), JSON.stringify(b.fact)];
	return left < right ? -1 : left > right ? 1 : 0;
}
