import { sql } from 'kysely';
import { nounsOf, type Queryable } from '../store';
import type { Request } from './types';
import { pluck } from '../pluck';

const requests = nounsOf<'request', Request>('request');

/** The requests with these ids, locked until the transaction ends. */
export const lockRequests = requests.lock;

/** The requests with these ids or external references; unknown ones are left out. */
export const findRequests = (
	db: Queryable,
	keys: readonly (string | undefined)[],
	by: 'id' | 'external_ref',
): Promise<Request[]> => requests.among(db, by, keys);

export const insertRequests = requests.insert;
export const updateRequests = requests.save;

/**
 * Ids of the requests of a service that are not over, in their order.
 *
 * @param after only those behind this id
 */
export async function openRequestsOf(
	db: Queryable,
	serviceId: string,
	{ after, limit }: { readonly after: string; readonly limit: number },
): Promise<string[]> {
	// Each status by itself: an index is in order within one, and only the first few of each are read.
	const part = (status: string) => sql`select id from (select id from request
		where service_id = ${serviceId} and status = ${status} and id > ${after} order by id limit ${limit}) as ${sql.id(status)}`;
	const { rows } = await sql<{
		id: string;
	}>`select id from (${part('open')} union all ${part('paused')}) as found
		order by id limit ${limit}`.execute(db);
	return pluck(rows, 'id');
}
