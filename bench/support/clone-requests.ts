import { sql, type RawBuilder } from 'kysely';
import type { Engine } from '../../engine/engine';
import { TABLES } from '../../engine/store/schema';

/** What opening writes, in an order that foreign keys allow, and how each finds the rows of a request. */
const WRITTEN = {
	request: 'id',
	fact: 'request_id',
	clock: 'request_id',
	timer: null,
	event: 'request_id',
} as const;
type Written = keyof typeof WRITTEN;

/** What a copy has instead of its original's, as an expression in which `n` is the copy's number, from 1. */
type Changes = { readonly [T in Written]?: Readonly<Record<string, RawBuilder<unknown>>> };

/**
 * Copies the request that was opened last as often as is asked for, by a statement a table: a million requests that are
 * opened one by one would take an hour. The copies are opened `apartMs` before each other, and due so too.
 */
export async function cloneRequests(
	engine: Engine,
	copies: number,
	apartMs: number,
	changes: Changes = {},
): Promise<void> {
	await engine.transaction(async (trx) => {
		const { id } = await trx
			.selectFrom('request')
			.select('id')
			.orderBy('opened_at', 'desc')
			.executeTakeFirstOrThrow();
		for (const table of Object.keys(WRITTEN) as Written[]) {
			const columns = Object.entries(TABLES[table]);
			const key = WRITTEN[table];
			const rows = key === null ? sql`subject like ${`${id}:%`}` : sql`${sql.ref(key)} = ${id}`;
			const values = columns.map(
				([column, kind]) => changes[table]?.[column] ?? copyOf(column, kind, id, apartMs),
			);
			await sql`insert into ${sql.table(table)} (${sql.join(columns.map(([column]) => sql.ref(column)))})
				with recursive copy (n) as (select 1 union all select n + 1 from copy where n < ${sql.lit(copies)})
				select ${sql.join(values)} from ${sql.table(table)} cross join copy where ${rows}`.execute(trx);
		}
	});
	if (engine.store.config.kind === 'postgres') await engine.store.read((db) => sql`analyze`.execute(db));
}

/** Texts name the request, instants move. */
function copyOf(column: string, kind: string, id: string, apartMs: number): RawBuilder<unknown> {
	if (kind.startsWith('text') || kind === 'json')
		return sql`replace(${sql.ref(column)}, ${sql.lit(id)}, 'copy-' || n)`;
	const isInstant = column === 'at' || column.endsWith('_at');
	return isInstant ? sql`${sql.ref(column)} - cast(n as bigint) * ${sql.lit(apartMs)}` : sql.ref(column);
}
