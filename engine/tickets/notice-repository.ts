import { inChunks, insertMany, type Queryable, type Trx } from '../store';
import { pluck } from '../pluck';

/** The name under which the newest of the nameless is kept. */
const NAMELESS = '';

/** What other systems have said of some requests. */
export interface Heard {
	/** Whether a notice of this name was heard before. */
	has(requestId: string, sourceRef: string | undefined): boolean;
}

/**
 * Looks up these notices only: a desk that is polled for years says a lot, and none of it is forgotten.
 * A fact of that name, recorded one by one before tickets were mirrored, was heard too.
 */
export async function heardOf(
	db: Queryable,
	notices: readonly { requestId: string; sourceRef: string | undefined }[],
): Promise<Heard> {
	const requestIds = pluck(notices, 'requestId');
	const ids = [...new Set(requestIds)];
	const refs = notices.flatMap(({ sourceRef }) => sourceRef ?? []);
	const named = await inChunks(refs, async (chunk) => [
		...(await namedIn(db, 'notice', ids, chunk)),
		...(await namedIn(db, 'fact', ids, chunk)),
	]);
	const known = new Set(named.map((row) => keyOf(row.request_id, row.source_ref)));
	return {
		has: (requestId, sourceRef) => sourceRef !== undefined && known.has(keyOf(requestId, sourceRef)),
	};
}

const namedIn = (
	db: Queryable,
	table: 'notice' | 'fact',
	requestIds: readonly string[],
	sourceRefs: readonly string[],
) =>
	db
		.selectFrom(table)
		.select(['request_id', 'source_ref'])
		.where('request_id', 'in', requestIds)
		.where('source_ref', 'in', sourceRefs)
		.execute();

const keyOf = (requestId: string, sourceRef: string | null) => `${requestId} ${sourceRef}`;

export async function rememberNotices(
	trx: Trx,
	notices: readonly { requestId: string; sourceRef: string | undefined; at: number }[],
): Promise<void> {
	const rows = notices.map(({ requestId, sourceRef, at }) => ({
		request_id: requestId,
		source_ref: sourceRef ?? NAMELESS,
		at,
	}));
	await insertMany(trx, 'notice', rows, { on: 'update', key: ['request_id', 'source_ref'] });
}
