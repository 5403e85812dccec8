import { inChunks, insertMany, type Queryable, type Trx } from '../store';

/** A notice of another system, as far as it is remembered. Without a name of its own, only the newest of a request is. */
export interface KnownNotice {
	readonly requestId: string;
	readonly sourceRef: string;
	/** Epoch ms: what the other system says, or when it came. */
	readonly at: number;
}

/** The name under which the newest of the nameless is kept. */
const NAMELESS = '';

/** What other systems have said of these requests: their names for it, and the newest instant. */
export class Notices {
	private readonly refs: ReadonlySet<string>;
	private readonly newest = new Map<string, number>();

	constructor(known: readonly KnownNotice[]) {
		this.refs = new Set(known.map(({ requestId, sourceRef }) => keyOf(requestId, sourceRef)));
		for (const { requestId, at } of known) this.newest.set(requestId, Math.max(at, this.newestOf(requestId)));
	}

	has(requestId: string, sourceRef: string | undefined): boolean {
		return sourceRef !== undefined && this.refs.has(keyOf(requestId, sourceRef));
	}

	/** `-Infinity` where nothing was said yet. */
	newestOf(requestId: string): number {
		return this.newest.get(requestId) ?? -Infinity;
	}
}

const keyOf = (requestId: string, sourceRef: string) => `${requestId} ${sourceRef}`;

export async function noticesOf(db: Queryable, requestIds: readonly string[]): Promise<Notices> {
	const rows = await inChunks(requestIds, (chunk) =>
		db.selectFrom('notice').selectAll().where('request_id', 'in', chunk).execute(),
	);
	return new Notices(
		rows.map((row) => ({ requestId: row.request_id, sourceRef: row.source_ref, at: row.at })),
	);
}

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
