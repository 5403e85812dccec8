import type { ExpressionBuilder } from 'kysely';
import {
	contains,
	inChunks,
	insertMany,
	locked,
	type NewRow,
	type Queryable,
	type Row,
	type Schema,
	type Trx,
} from '../store';
import type { ClockState, Priority, Request, RequestStatus } from './types';

/** The requests with these ids, locked until the transaction ends. */
export async function lockRequests(
	trx: Trx,
	ids: readonly string[],
	mode: 'wait' | 'skip',
): Promise<Request[]> {
	const rows = await inChunks([...ids].sort(), (chunk) =>
		locked(trx, trx.selectFrom('request').selectAll().where('id', 'in', chunk).orderBy('id'), mode).execute(),
	);
	return rows.map(toRequest);
}

export async function findRequests(
	db: Queryable,
	keys: readonly string[],
	by: 'id' | 'external_ref',
): Promise<Request[]> {
	const rows = await inChunks(keys, (chunk) =>
		db.selectFrom('request').selectAll().where(by, 'in', chunk).execute(),
	);
	return rows.map(toRequest);
}

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
	const rows = await query
		.orderBy('opened_at', 'desc')
		.orderBy('id')
		.limit(wanted.limit)
		.offset(wanted.offset ?? 0)
		.execute();
	return rows.map(toRequest);
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

export const saveRequests = (trx: Trx, requests: readonly Request[], mode: 'insert' | 'update') =>
	insertMany(
		trx,
		'request',
		requests.map(fromRequest),
		mode === 'insert' ? undefined : { on: 'update', key: ['id'] },
	);

const toRequest = (row: Row<'request'>): Request => ({
	id: row.id,
	externalRef: row.external_ref ?? undefined,
	title: row.title,
	serviceId: row.service_id,
	customerDepartmentId: row.customer_department_id ?? undefined,
	requesterId: row.requester_id ?? undefined,
	departmentId: row.department_id,
	assigneeId: row.assignee_id ?? undefined,
	priority: row.priority as Priority,
	status: row.status as RequestStatus,
	openedAt: row.opened_at,
	lastFactAt: row.last_fact_at,
	lastSeq: row.last_seq,
});

const fromRequest = (request: Request): NewRow<'request'> => ({
	id: request.id,
	external_ref: request.externalRef ?? null,
	title: request.title,
	service_id: request.serviceId,
	customer_department_id: request.customerDepartmentId ?? null,
	requester_id: request.requesterId ?? null,
	department_id: request.departmentId,
	assignee_id: request.assigneeId ?? null,
	priority: request.priority,
	status: request.status,
	opened_at: request.openedAt,
	last_fact_at: request.lastFactAt,
	last_seq: request.lastSeq,
});
