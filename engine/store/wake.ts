import { PostgresAdapter, sql } from 'kysely';
import type { Trx } from './trx';

/** What other processes are told through, on PostgreSQL. */
export const CHANNEL = 'icrm';

const woken = new WeakSet<Trx>();

/** What this transaction writes may be due: once it is committed, whoever hears of it looks. */
export const wakeOthers = (trx: Trx): void => void woken.add(trx);

/** @param own what tells this process from the others, which need not be told */
export async function tellOthers(trx: Trx, own: string): Promise<void> {
	if (!woken.has(trx) || !(trx.getExecutor().adapter instanceof PostgresAdapter)) return;
	await sql`select pg_notify(${CHANNEL}, ${own})`.execute(trx);
}
