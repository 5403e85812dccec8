import { inChunks, insertMany, type Queryable, type Row, type Trx } from '../store';
import { inOrder, type BookedFact } from './fact-order';
import { foldFacts, standingsOf } from './fold-facts';
import type { Fact, FactBody } from './types';
import { pluck } from '../pluck';

/** The facts of requests in the order in which they count; those without an effect say so. */
export const factsOf = async (db: Queryable, requestIds: readonly string[]): Promise<Map<string, Fact[]>> =>
	inPlace(await bookedFactsOf(db, requestIds));

/** The same as if some had not been said. */
export async function factsWithout(
	db: Queryable,
	requestIds: readonly string[],
	isLeftOut: (requestId: string, fact: BookedFact) => boolean,
): Promise<Map<string, Fact[]>> {
	const booked = await bookedFactsOf(db, requestIds);
	return inPlace(
		new Map([...booked].map(([id, facts]) => [id, facts.filter((one) => !isLeftOut(id, one))] as const)),
	);
}

/** The same of facts that were read already. */
export const inPlace = (booked: ReadonlyMap<string, readonly BookedFact[]>): Map<string, Fact[]> =>
	new Map([...booked].map(([id, facts]) => [id, told(facts)]));

/** @param booked of one request */
function told(booked: readonly BookedFact[]): Fact[] {
	const facts = inOrder(booked).map(({ fact }) => fact);
	const { effective } = foldFacts(facts);
	return facts.map((fact) => (effective.has(fact) ? fact : { ...fact, hasNoEffect: true }));
}

/** The facts of requests as they were written, in the order of their numbers. */
async function bookedFactsOf(
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
	for (const row of rows) facts.get(row.request_id)?.push(toBooked(row));
	return facts;
}

/** What transactions under way know of the requests that they have locked. */
const locked = new WeakMap<Trx, Map<string, BookedFact[]>>();

/**
 * The facts of requests that this transaction has locked, as they were written, in the order of their numbers. They are read
 * once, and what the transaction inserts is added: nobody else writes any. A call that says a thousand facts of one
 * request would read half a million otherwise.
 */
export async function lockedFactsOf(
	trx: Trx,
	requestIds: readonly string[],
): Promise<ReadonlyMap<string, readonly BookedFact[]>> {
	const known = locked.get(trx) ?? new Map<string, BookedFact[]>();
	locked.set(trx, known);
	const unread = requestIds.filter((id) => !known.has(id));
	for (const [id, facts] of await bookedFactsOf(trx, unread)) known.set(id, facts);
	return new Map(requestIds.map((id) => [id, known.get(id) ?? []]));
}

/**
 * Since when requests that this transaction has locked are known here with the service and the customer they have, epoch ms: since
 * they were heard of, or since it was heard that they were misfiled.
 */
export async function knownSince(trx: Trx, requestIds: readonly string[]): Promise<Map<string, number>> {
	const known = await lockedFactsOf(trx, requestIds);
	return new Map([...known].map(([id, booked]) => [id, filedSince(booked)]));
}

function filedSince(booked: readonly BookedFact[]): number {
	const ordered = inOrder(booked);
	const recordedAt = new Map(ordered.map((one) => [one.fact, one.recordedAt]));
	let filed: string | undefined;
	let since = 0;
	for (const { fact, standing } of standingsOf(pluck(ordered, 'fact'))) {
		const filing = JSON.stringify([standing.serviceId, standing.customerDepartmentId]);
		if (filing !== filed) since = Math.max(since, recordedAt.get(fact) ?? 0);
		filed = filing;
	}
	return since;
}

export async function insertFacts(
	trx: Trx,
	facts: readonly { requestId: string; seq: number; fact: Fact }[],
	now: number,
): Promise<void> {
	const rows = facts.map(({ requestId, seq, fact }) => fromFact(requestId, seq, fact, now));
	await insertMany(trx, 'fact', rows);
	const known = locked.get(trx);
	if (known) for (const row of rows) known.get(row.request_id)?.push(toBooked(row));
}

const toBooked = (row: Row<'fact'>): BookedFact => ({
	fact: toFact(row),
	seq: row.seq,
	recordedAt: row.recorded_at,
});

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
): Row<'fact'> {
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

/** The same for an event: without the description, which is long and may be confidential. */
export function announcedFact(fact: Fact): ReturnType<typeof shownFact> {
	if (fact.kind !== 'opened' && fact.kind !== 'corrected') return shownFact(fact);
	const { description: _long, ...announced } = fact;
	return shownFact(announced);
}
