import { inChunks, insertMany, type NewRow, type Queryable, type Row, type Trx } from '../store';
import type { Fact, FactBody } from './types';

export async function factsOf(db: Queryable, requestIds: readonly string[]): Promise<Map<string, Fact[]>> {
	const rows = await inChunks(requestIds, (chunk) =>
		db
			.selectFrom('fact')
			.selectAll()
			.where('request_id', 'in', chunk)
			.orderBy('request_id')
			.orderBy('seq')
			.execute(),
	);
	const facts = new Map<string, Fact[]>(requestIds.map((id) => [id, []]));
	for (const row of rows) facts.get(row.request_id)?.push(toFact(row));
	return facts;
}

/** Which of the sources' names for facts are known already, as `<request> <sourceRef>`. */
export async function knownSourceRefs(db: Queryable, requestIds: readonly string[]): Promise<Set<string>> {
	const rows = await inChunks(requestIds, (chunk) =>
		db
			.selectFrom('fact')
			.select(['request_id', 'source_ref'])
			.where('request_id', 'in', chunk)
			.where('source_ref', 'is not', null)
			.execute(),
	);
	return new Set(rows.map((row) => `${row.request_id} ${row.source_ref}`));
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
	{ at, actor, source, sourceRef, ...body }: Fact,
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
