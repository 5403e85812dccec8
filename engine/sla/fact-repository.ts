import { inChunks, insertMany, type NewRow, type Queryable, type Row, type Trx } from '../store';
import { inOrder, type BookedFact } from './fact-order';
import { foldFacts } from './fold-facts';
import type { Fact, FactBody } from './types';

/** The facts of requests in the order in which they count; those without an effect say so. */
export async function factsOf(db: Queryable, requestIds: readonly string[]): Promise<Map<string, Fact[]>> {
	const booked = await bookedFactsOf(db, requestIds);
	return new Map([...booked].map(([id, facts]) => [id, told(facts)]));
}

/** @param booked of one request */
function told(booked: readonly BookedFact[]): Fact[] {
	const facts = inOrder(booked).map(({ fact }) => fact);
	const { effective } = foldFacts(facts);
	return facts.map((fact) => (effective.has(fact) ? fact : { ...fact, hasNoEffect: true }));
}

/** The facts of requests as they were written, in the order of their numbers. */
export async function bookedFactsOf(
	db: Queryable,
	requestIds: readonly string[],
): Promise<Map<string, BookedFact[]>> {
	const rows = await inChunks(requestIds, (chunk) =>
		db
			.selectFrom('fact')
			.selectAll()
			.where('request_id', 'in', chunk)
			.orderBy('request_id')
			.orderBy('seq')
			.execute(),
	);
	const facts = new Map<string, BookedFact[]>(requestIds.map((id) => [id, []]));
	for (const row of rows)
		facts.get(row.request_id)?.push({ fact: toFact(row), seq: row.seq, recordedAt: row.recorded_at });
	return facts;
}

export const insertFacts = (
	trx: Trx,
	facts: readonly { requestId: string; seq: number; fact: Fact }[],
	now: number,
) =>
	insertMany(
		trx,
		'fact',
		facts.map(({ requestId, seq, fact }) => fromFact(requestId, seq, fact, now)),
	);

const toFact = (row: Row<'fact'>): Fact => ({
	...(JSON.parse(row.data) as FactBody),
	at: row.at,
	source: row.source,
	...(row.actor === null ? {} : { actor: row.actor }),
	...(row.source_ref === null ? {} : { sourceRef: row.source_ref }),
});

function fromFact(
	requestId: string,
	seq: number,
	{ at, actor, source, sourceRef, hasNoEffect: _read, ...body }: Fact,
	now: number,
): NewRow<'fact'> {
	return {
		request_id: requestId,
		seq,
		kind: body.kind,
		at,
		actor: actor ?? null,
		source,
		source_ref: sourceRef ?? null,
		data: JSON.stringify(body),
		recorded_at: now,
	};
}

/** A fact for people: without what only its place among the others asks for. */
export function shownFact(fact: Fact): Omit<Fact, 'hasNoEffect' | 'asOf'> {
	const { hasNoEffect: _place, asOf: _word, ...shown } = fact;
	if (shown.kind !== 'handedOff') return shown;
	const { unlessThere: _condition, ...handedOff } = shown;
	return handedOff;
}
