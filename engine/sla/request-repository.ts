import { nounsOf, type Queryable } from '../store';
import type { Request } from './types';

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
