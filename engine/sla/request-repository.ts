import type { ExpressionBuilder } from 'kysely';
import { contains, nounsOf, type Queryable, type Schema } from '../store';
import type { ClockState, Request, RequestStatus } from './types';

const requests = nounsOf<'request', Request>('request');

/** The requests with these ids, locked until the transaction ends. */
export const lockRequests = requests.lock;

/** The requests with these ids or external references; unknown ones are left out. */
export const findRequests = (
	db: Queryable,
	keys: readonly (string | undefined)[],
	by: 'id' | 'external_ref',
): Promise<Request[]> => requests.among(db, by, keys);

export interface RequestQuery {
	readonly text?: string;
	readonly statuses?: readonly RequestStatus[];
	readonly serviceId?: string;
	readonly departmentId?: string;
	/** Only requests with a clock in one of these states. */
	readonly clockStates?: readonly ClockState[];
	readonly limit: number;
	readonly offset?: number;
}

export async function queryRequests(db: Queryable, wanted: RequestQuery, now: number): Promise<Request[]> {
	let query = db.selectFrom('request').selectAll();
	if (wanted.text) query = query.where(contains(db, wanted.text, ['title', 'external_ref']));
	if (wanted.statuses?.length) query = query.where('status', 'in', wanted.statuses);
	if (wanted.serviceId) query = query.where('service_id', '=', wanted.serviceId);
	if (wanted.departmentId) query = query.where('department_id', '=', wanted.departmentId);
	const states = wanted.clockStates;
	if (states?.length) {
		query = query.where((eb) =>
			eb.exists(
				eb
					.selectFrom('clock')
					.select('clock.id')
					.whereRef('clock.request_id', '=', 'request.id')
					.where((clock) => inStates(clock, states, now)),
			),
		);
	}
	const { limit, offset = 0 } = wanted;
	return requests.read(query.orderBy('opened_at', 'desc').orderBy('id').limit(limit).offset(offset));
}

/**
 * A clock's row says what it was when it was last read. One that has passed its due instant since is breached, whether or
 * not a trigger has come by to announce it.
 */
function inStates(eb: ExpressionBuilder<Schema, 'clock'>, states: readonly ClockState[], now: number) {
	const late = eb.and([eb('clock.state', '=', 'running'), eb('clock.due_at', '<', now)]);
	const others = states.filter((state) => state !== 'running');
	return eb.or([
		...(others.length > 0 ? [eb('clock.state', 'in', others)] : []),
		...(states.includes('running') ? [eb.and([eb('clock.state', '=', 'running'), eb.not(late)])] : []),
		...(states.includes('breached') ? [late] : []),
	]);
}

export const insertRequests = requests.insert;
export const updateRequests = requests.save;
